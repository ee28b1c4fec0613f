// A map of flows over the table that the server has drawn: lines from where people come to where they go, as wide as
// they are many. The page says every figure; nothing is reckoned here but how to draw.
import "./flows.css";
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as Sheet, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { MapboxOverlay } from "@deck.gl/mapbox";
import { FlowmapLayer, PickingType } from "@flowmap.gl/layers";
import { propsOf } from "../../shared/islands";
import { offlineStyle } from "../map/style";
import { boundsOf, foremost, namesOf, type Flow, type Lines, type Place } from "./choice";

setWorkerUrl(workerUrl);

interface Props {
  lines: Lines;
  communes: string;
  style?: string;
  label: string;
}

// One hue from light to dark: it reads without colour.
const LIGHT = ["#c6dff0", "#7fb6da", "#3c88bd", "#14598f", "#08335c"];
const DARK = ["#1f4666", "#2f6f9f", "#5aa3d6", "#9accf0", "#e0f2ff"];

class BelvedereFlows extends HTMLElement {
  private sheet?: Sheet;
  private overlay?: MapboxOverlay;
  private tip?: HTMLElement;
  private names!: HTMLElement;
  private shown!: Lines;
  private props!: Props;

  connectedCallback(): void {
    if (this.sheet) return;
    this.props = propsOf<Props>(this);
    if (this.props.lines.flows.length === 0) return;
    const frame = document.createElement("div");
    frame.className = "flows-frame";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", this.props.label);
    this.prepend(frame);
    this.tip = document.createElement("p");
    this.tip.className = "flows-tip";
    this.tip.hidden = true;
    frame.append(this.tip);
    this.names = document.createElement("div");
    this.names.className = "flows-names";
    this.names.setAttribute("aria-hidden", "true");
    frame.append(this.names);
    const choice = this.querySelector<HTMLSelectElement>("select[data-flows]");
    this.shown = foremost(this.props.lines, choice?.value);
    const style = offlineStyle(new URL(this.props.communes, location.href).href, this);
    // The names of the flows' own places are written over it.
    style.layers = style.layers.filter((layer) => layer.id !== "names");
    this.sheet = new Sheet({
      container: frame,
      style: this.props.style || style,
      bounds: boundsOf(this.shown, choice?.value),
      fitBoundsOptions: { padding: 40 },
      attributionControl: this.props.style ? {} : false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: true,
    });
    this.sheet.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.sheet.touchZoomRotate.disableRotation();
    this.overlay = new MapboxOverlay({ interleaved: false, layers: [] });
    this.sheet.addControl(this.overlay);
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", () => this.draw(dark.matches));
    this.sheet.on("load", () => this.draw(dark.matches));
    this.sheet.on("move", () => this.name());
    if (choice) {
      choice.closest<HTMLElement>("[hidden]")!.hidden = false;
      choice.addEventListener("change", () => {
        this.shown = foremost(this.props.lines, choice.value);
        this.draw(dark.matches);
        this.sheet!.fitBounds(boundsOf(this.shown, choice.value), { padding: 40 });
      });
    }
    this.sheet.once("idle", () => (this.dataset.ready = "true"));
  }

  private draw(darkMode: boolean): void {
    this.overlay!.setProps({
      layers: [
        new FlowmapLayer<Place, Flow>({
          id: "flows",
          data: { locations: this.shown.places, flows: this.shown.flows },
          getLocationId: (place) => place[0],
          getLocationName: (place) => place[1],
          getLocationLon: (place) => place[2],
          getLocationLat: (place) => place[3],
          getFlowOriginId: (flow) => flow[0],
          getFlowDestId: (flow) => flow[1],
          getFlowMagnitude: (flow) => flow[2],
          colorScheme: darkMode ? DARK : LIGHT,
          darkMode,
          flowLinesRenderingMode: "curved",
          locationTotalsEnabled: false,
          locationLabelsEnabled: false,
          clusteringEnabled: false,
          animationEnabled: false,
          fadeEnabled: false,
          maxTopFlowsDisplayNum: this.shown.flows.length,
          pickable: true,
          onHover: (info) => this.say(info as Hovered | undefined),
        }),
      ],
    });
    this.name();
  }

  /** Writes the names that fit, the most visited places first. */
  private name(): void {
    const { clientWidth, clientHeight } = this.sheet!.getContainer();
    const found = namesOf(this.shown, (place) => this.sheet!.project([place[2], place[3]]), clientWidth, clientHeight);
    this.names.replaceChildren(
      ...found.map((one) => {
        const word = document.createElement("span");
        word.textContent = one.name;
        word.style.transform = `translate(${one.left}px, ${one.top}px)`;
        return word;
      }),
    );
  }

  private say(info: Hovered | undefined): void {
    const found = info?.object;
    const words = new Intl.NumberFormat(document.documentElement.lang || "fr");
    if (found?.type === PickingType.FLOW && found.origin && found.dest) {
      this.show(`${found.origin.name} → ${found.dest.name} : ${words.format(found.count ?? 0)}`);
    } else if (found?.type === PickingType.LOCATION && found.name) {
      this.show(found.name);
    } else {
      this.tip!.hidden = true;
    }
  }

  private show(text: string): void {
    this.tip!.textContent = text;
    this.tip!.hidden = false;
  }
}

interface Hovered {
  object?: { type: PickingType; name?: string; count?: number; origin?: { name: string }; dest?: { name: string } };
}

customElements.define("bv-flows", BelvedereFlows);
