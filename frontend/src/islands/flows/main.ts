// A map of flows over the table that the server has drawn: lines from where people come to where they go, as wide as
// they are many. The page says every figure; nothing is reckoned here but how to draw.
import "./flows.css";
import "maplibre-gl/dist/maplibre-gl.css";
import { LngLatBounds, Map as Sheet, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { MapboxOverlay } from "@deck.gl/mapbox";
import { FlowmapLayer, PickingType } from "@flowmap.gl/layers";
import { propsOf } from "../../shared/islands";
import { offlineStyle } from "../map/style";

setWorkerUrl(workerUrl);

type Place = [id: string, name: string, lon: number, lat: number];
type Flow = [from: string, to: string, people: number];
interface Props {
  lines: { places: Place[]; flows: Flow[] };
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
    const bounds = new LngLatBounds();
    for (const [, , lon, lat] of this.props.lines.places) bounds.extend([lon, lat]);
    this.sheet = new Sheet({
      container: frame,
      style: this.props.style || offlineStyle(new URL(this.props.communes, location.href).href, this),
      bounds,
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
    this.sheet.once("idle", () => (this.dataset.ready = "true"));
  }

  private draw(darkMode: boolean): void {
    this.overlay!.setProps({
      layers: [
        new FlowmapLayer<Place, Flow>({
          id: "flows",
          data: { locations: this.props.lines.places, flows: this.props.lines.flows },
          getLocationId: (place) => place[0],
          getLocationName: (place) => place[1],
          getLocationLon: (place) => place[2],
          getLocationLat: (place) => place[3],
          getFlowOriginId: (flow) => flow[0],
          getFlowDestId: (flow) => flow[1],
          getFlowMagnitude: (flow) => flow[2],
          colorScheme: darkMode ? DARK : LIGHT,
          darkMode,
          clusteringEnabled: false,
          animationEnabled: false,
          fadeEnabled: false,
          maxTopFlowsDisplayNum: 600,
          pickable: true,
          onHover: (info) => this.say(info as Hovered | undefined),
        }),
      ],
    });
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
