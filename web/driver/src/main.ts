import "@doorstep/ui/tokens.css";
import "@doorstep/ui/base.css";
import "@fontsource-variable/inter";
import "./app.css";

import { startTheme } from "@doorstep/ui";
import { mount } from "svelte";

import App from "./App.svelte";
import { startWorker } from "./state/worker.ts";
import { Day } from "./state/day.svelte.ts";
import { openPhone } from "./state/phone.ts";
import { takeCode } from "./state/place.svelte.ts";
import { say } from "./words/index.svelte.ts";

const target = document.getElementById("app") ?? document.body;

async function start(): Promise<void> {
  startTheme();
  const code = takeCode();
  try {
    const day = new Day(await openPhone());
    mount(App, { target, props: { day } });
    await day.start(code);
  } catch (error) {
    if (target.childElementCount === 0) target.textContent = say("storage_none");
    throw error;
  }
}

void start();
void startWorker();
