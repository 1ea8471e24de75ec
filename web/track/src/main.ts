import "@doorstep/ui/tokens.css";
import "@doorstep/ui/base.css";
import "@fontsource-variable/inter";

import { startTheme } from "@doorstep/ui";
import { mount } from "svelte";

import App from "./App.svelte";
import { Tracker } from "./tracker.svelte.ts";
import { language } from "./words/index.ts";

startTheme();
document.documentElement.lang = language;

const token = decodeURIComponent(location.pathname.split("/")[2] ?? "");
const tracker = new Tracker(token);
mount(App, { target: document.getElementById("app") ?? document.body, props: { tracker } });
tracker.start();
