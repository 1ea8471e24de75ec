/** A camera picture made small and anonymous: drawing it anew leaves EXIF, and the place in it, behind. */

import { type NewFile, sha256 } from "@doorstep/sync";

const MAX_BYTES = 300_000;
const LONGEST_SIDE_PX = 1_600;
/** Tried in this order until the picture is small enough. */
const TRIES = [
  { scale: 1, quality: 0.8 },
  { scale: 1, quality: 0.6 },
  { scale: 0.7, quality: 0.6 },
  { scale: 0.5, quality: 0.5 },
  { scale: 0.35, quality: 0.4 },
] as const;

export interface Size {
  width: number;
  height: number;
}

/** The size with the same shape whose longer side is at most `longest`; never larger than before. */
export function fit({ width, height }: Size, longest: number): Size {
  const factor = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/** Throws when the browser cannot read the picture. */
export async function shrinkPhoto(picture: Blob): Promise<NewFile> {
  const image = await createImageBitmap(picture, { imageOrientation: "from-image" });
  try {
    for (const { scale, quality } of TRIES) {
      const blob = await draw(image, fit(image, LONGEST_SIDE_PX * scale), quality);
      if (blob.size <= MAX_BYTES) return await toFile(blob);
    }
  } finally {
    image.close();
  }
  throw new Error("The picture stays too large.");
}

export async function toFile(blob: Blob): Promise<NewFile> {
  const bytes = await blob.arrayBuffer();
  return { sha256: await sha256(bytes), type: blob.type, bytes };
}

async function draw(image: ImageBitmap, size: Size, quality: number): Promise<Blob> {
  const canvas = Object.assign(document.createElement("canvas"), size);
  canvas.getContext("2d")?.drawImage(image, 0, 0, size.width, size.height);
  return await canvasBlob(canvas, "image/jpeg", quality);
}

export function canvasBlob(canvas: HTMLCanvasElement, type: string, quality?: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null): void =>
      blob === null ? reject(new Error("The picture could not be made.")) : resolve(blob);
    canvas.toBlob(done, type, quality);
  });
}
