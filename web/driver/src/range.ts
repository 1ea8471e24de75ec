/** Answers an HTTP byte range from bytes at hand (RFC 9110, section 14). */

export function slice(whole: Blob, range: string, etag: string | null): Response {
  const match = /^bytes=(\d+)-(\d*)$/.exec(range);
  const first = Number(match?.[1] ?? Number.NaN);
  const last = Math.min(match?.[2] ? Number(match[2]) : whole.size - 1, whole.size - 1);
  if (!(first <= last)) {
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${whole.size}` } });
  }
  const headers = new Headers({
    "content-range": `bytes ${first}-${last}/${whole.size}`,
    "content-length": String(last - first + 1),
    "content-type": "application/octet-stream",
  });
  if (etag !== null) headers.set("etag", etag);
  return new Response(whole.slice(first, last + 1), { status: 206, headers });
}
