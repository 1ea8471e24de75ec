import "@fontsource-variable/inter/wght.css";
import "@doorstep/ui/tokens.css";
import "@doorstep/ui/base.css";
import { startTheme } from "@doorstep/ui";
import { mount } from "svelte";
import App from "./App.svelte";

startTheme();
const target = document.getElementById("app");
if (!target) throw new Error("The page has no #app element.");
mount(App, { target });
