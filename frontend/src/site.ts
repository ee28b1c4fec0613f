// Every page: the styles, and what a script adds to pages that already work without one.
import "./styles/index.css";
import { wakeIslands } from "./shared/islands";
import { copyOnFocus, printButtons } from "./shared/small";
import { keepButtons } from "./shared/keep";
import { nearLinks } from "./shared/near";
import { suggestions } from "./shared/suggest";

document.documentElement.classList.add("js");
wakeIslands();
keepButtons();
nearLinks();
suggestions();
printButtons();
copyOnFocus();
if (document.querySelector("[data-finder]")) void import("./shared/finder").then(({ startFinder }) => startFinder());
if (document.querySelector("[data-desk]")) void import("./desk/main");
