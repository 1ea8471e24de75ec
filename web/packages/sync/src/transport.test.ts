import { expect, test } from "vitest";

import { HttpTransport, TransportError } from "./transport";

const answering = (response: () => Response) =>
  new HttpTransport("/api/v1", async () => response());

const failureOf = async (response: () => Response) =>
  answering(response)
    .sendCommands([])
    .then(
      () => "sent",
      (error: unknown) => (error instanceof TransportError ? error.failure : "other"),
    );

test.each([
  [401, "signed_out"],
  [408, "unreachable"],
  [413, "rejected"],
  [422, "rejected"],
  [429, "unreachable"],
  [500, "broken"],
  [503, "unreachable"],
])("status %i means %s", async (status, failure) => {
  expect(await failureOf(() => new Response("{}", { status }))).toBe(failure);
});

test("a network’s own sign-in page is not taken for an answer", async () => {
  expect(await failureOf(() => new Response("<html>Free Wi-Fi</html>"))).toBe("unreachable");
  expect(await failureOf(() => new Response('{"welcome": true}'))).toBe("unreachable");
});

test("a file damaged on the way is sent again", async () => {
  const damaged = () => Response.json({ code: "file_damaged" }, { status: 422 });
  expect(await failureOf(damaged)).toBe("broken");
});

test("the server’s own words and its wish to wait are kept", async () => {
  const body = { code: "too_many", title: "Slow down", detail: "Too many.", action: "Wait." };
  const headers = { "retry-after": "7" };
  const sent = answering(() => Response.json(body, { status: 429, headers })).sendCommands([]);
  await expect(sent).rejects.toMatchObject({
    retryAfterMs: 7_000,
    problem: { code: "too_many", detail: "Too many.", action: "Wait." },
  });
});
