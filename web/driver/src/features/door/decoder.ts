/**
 * Reads codes from pictures of the camera: with the phone's own reader where it has one, else with
 * ZXing in WebAssembly, which is among the files the app keeps for being without a network.
 */

export type Decode = (frame: HTMLVideoElement) => Promise<string[]>;

const FORMATS = ["code_128", "data_matrix", "qr_code", "ean_13", "code_39"];
/** Enough for a label at arm's length; more only takes longer. */
const WIDEST = 1280;

interface NativeDetector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface NativeDetectors {
  new (options: { formats: string[] }): NativeDetector;
  getSupportedFormats(): Promise<string[]>;
}

export async function makeDecoder(): Promise<Decode> {
  return (await nativeDecoder()) ?? (await zxingDecoder());
}

async function nativeDecoder(): Promise<Decode | undefined> {
  const native = (globalThis as { BarcodeDetector?: NativeDetectors }).BarcodeDetector;
  if (native === undefined) return undefined;
  try {
    const known = await native.getSupportedFormats();
    if (!FORMATS.every((format) => known.includes(format))) return undefined;
    const detector = new native({ formats: FORMATS });
    return async (frame) => (await detector.detect(frame)).map((one) => one.rawValue);
  } catch {
    return undefined;
  }
}

export async function zxingDecoder(): Promise<Decode> {
  const [{ prepareZXingModule, readBarcodes }, { default: wasm }] = await Promise.all([
    import("zxing-wasm/reader"),
    import("zxing-wasm/reader/zxing_reader.wasm?url"),
  ]);
  // Its default is to fetch from a foreign server.
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  return async (frame) => {
    const scale = Math.min(1, WIDEST / frame.videoWidth);
    canvas.width = Math.round(frame.videoWidth * scale);
    canvas.height = Math.round(frame.videoHeight * scale);
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    if (pen === null || canvas.width === 0) return [];
    pen.drawImage(frame, 0, 0, canvas.width, canvas.height);
    const read = await readBarcodes(pen.getImageData(0, 0, canvas.width, canvas.height), {
      formats: ["Code128", "DataMatrix", "QRCode", "EAN13", "Code39"], maxNumberOfSymbols: 4,
    });
    return read.filter((one) => one.isValid).map((one) => one.text);
  };
}
