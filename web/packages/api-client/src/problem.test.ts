import { describe, expect, it } from "vitest";
import { asProblem, problemOf } from "./problem.ts";

const answer = (body: string, type: string): Response =>
  new Response(body, { status: 409, headers: { "content-type": type } });

describe("a refusal", () => {
  it("keeps the server's words", async () => {
    const document = { code: "route_started", title: "On the road", detail: "Aino has left.", action: "Call her." };
    const problem = await problemOf(answer(JSON.stringify(document), "application/problem+json"));
    expect([problem.code, problem.detail, problem.action]).toEqual(["route_started", "Aino has left.", "Call her."]);
  });
  it("is still a problem when a proxy answers with a page", async () => {
    const problem = await problemOf(answer("<html>Bad gateway</html>", "text/html"));
    expect([problem.status, problem.code]).toEqual([409, "http_409"]);
  });
  it("can be anything that was thrown", () => {
    expect(asProblem(new TypeError("x is not a function")).detail).toBe("x is not a function");
  });
});
