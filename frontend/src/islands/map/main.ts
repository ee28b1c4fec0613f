// The map beside the list that the server has drawn: points of every result, names of the communes, one card at a time.
import "./map.css";
import "maplibre-gl/dist/maplibre-gl.css";
import { type GeoJSONSource, LngLatBounds, Map as Sheet, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import type { FeatureCollection } from "geojson";
import { propsOf } from "../../shared/islands";
import { offerLayers, offlineStyle, OFFERS } from "./style";
import * as words from "./words";

setWorkerUrl(workerUrl);

interface Props {
  points?: string;
  communes: string;
  card?: string;
  style?: string;
  label: string;
  moves?: boolean;
  lon?: number;
  lat?: number;
  here?: string;
}
type Point = [id: number, lon: number, lat: number, family: number];

class BelvedereMap extends HTMLElement {
  private sheet?: Sheet;
  private props!: Props;
  private byHand = false;
  private waiting = 0;

  connectedCallback(): void {
    if (this.sheet) return;
    this.props = propsOf<Props>(this);
    const frame = document.createElement("div");
    frame.className = "map-frame";
    frame.setAttribute("role", "region");
    frame.setAttribute("aria-label", this.props.label);
    this.append(frame);
    this.classList.add("map-on");
    this.sheet = new Sheet({
      container: frame,
      style: this.props.style || offlineStyle(this.props.communes, this),
      center: [this.props.lon ?? 3.0, this.props.lat ?? 45.7],
      zoom: this.props.lon === undefined ? 8 : 11,
      attributionControl: this.props.style ? {} : false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: !this.props.moves,
      locale: words.locale,
    });
    this.sheet.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.sheet.touchZoomRotate.disableRotation();
    this.sheet.on("load", () => void this.start());
  }

  private async start(): Promise<void> {
    const sheet = this.sheet!;
    sheet.addSource(OFFERS, { type: "geojson", data: empty(), promoteId: "id" });
    // Under the names, so that a town can still be read through its offers.
    const names = sheet.getLayer("names") ? "names" : undefined;
    for (const layer of offerLayers(this)) sheet.addLayer(layer, names);
    if (this.props.lon !== undefined && this.props.lat !== undefined) this.here(this.props.lon, this.props.lat);
    await this.draw();
    if (!this.props.style) void this.note();
    this.listen();
    this.dataset.ready = "true";
  }

  private here(lon: number, lat: number): void {
    const pin = document.createElement("div");
    pin.className = "map-here";
    pin.setAttribute("role", "img");
    pin.setAttribute("aria-label", this.props.here ?? "");
    new Marker({ element: pin, anchor: "bottom" }).setLngLat([lon, lat]).addTo(this.sheet!);
  }

  private async draw(keepFrame = false): Promise<void> {
    const points = this.props.points ? await this.fetchPoints(this.props.points) : this.pointsOfList();
    const features = points.map(([id, lon, lat, family]) => ({
      type: "Feature" as const,
      id,
      properties: { id, family },
      geometry: { type: "Point" as const, coordinates: [lon, lat] },
    }));
    this.sheet!.getSource<GeoJSONSource>(OFFERS)?.setData({ type: "FeatureCollection", features });
    this.dataset.points = String(points.length);
    if (keepFrame || points.length === 0) return;
    const frame = new LngLatBounds();
    for (const [, lon, lat] of points) frame.extend([lon, lat]);
    if (this.props.lon !== undefined && this.props.lat !== undefined) frame.extend([this.props.lon, this.props.lat]);
    this.sheet!.fitBounds(frame, { padding: 40, maxZoom: 13, animate: false });
  }

  /** What the drawn map says of itself; the browser already holds the answer. */
  private async note(): Promise<void> {
    const { note } = (await (await fetch(this.props.communes)).json()) as { note?: string };
    if (!note) return;
    const line = document.createElement("p");
    line.className = "map-note";
    line.textContent = note;
    this.querySelector(".map-frame")?.append(line);
  }

  private async fetchPoints(address: string): Promise<Point[]> {
    const answer = await fetch(address);
    return ((await answer.json()) as { points: Point[] }).points;
  }

  private pointsOfList(): Point[] {
    return [...this.querySelectorAll<HTMLElement>("[data-lon]")].map((card) => [
      Number(card.dataset.offer),
      Number(card.dataset.lon),
      Number(card.dataset.lat),
      1,
    ]);
  }

  private listen(): void {
    const sheet = this.sheet!;
    sheet.on("click", "offers-dots", (event) => {
      const id = event.features?.[0]?.properties.id as number | undefined;
      if (id !== undefined) void this.open(id);
    });
    sheet.on("mouseenter", "offers-dots", () => (sheet.getCanvas().style.cursor = "pointer"));
    sheet.on("mouseleave", "offers-dots", () => (sheet.getCanvas().style.cursor = ""));
    this.addEventListener("pointerover", (event) => this.point(event));
    this.addEventListener("focusin", (event) => this.point(event));
    if (!this.props.moves) return;
    for (const name of ["dragstart", "wheel", "dblclick"] as const) sheet.on(name, () => (this.byHand = true));
    this.querySelector(".maplibregl-ctrl-group")?.addEventListener("click", () => (this.byHand = true));
    sheet.on("moveend", () => this.moved());
    document.addEventListener("finder:results", (event) => {
      const props = (event as CustomEvent<string | undefined>).detail;
      if (!props) return;
      this.props.points = (JSON.parse(props) as Props).points;
      void this.draw(new URL(location.href).searchParams.has("cadre") || this.byHand);
      this.byHand = false;
    });
  }

  private moved(): void {
    if (!this.byHand) return;
    window.clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => {
      const box = this.sheet!.getBounds();
      const corners = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((value) => value.toFixed(3));
      document.dispatchEvent(new CustomEvent("finder:moved", { detail: corners.join(",") }));
    }, 350);
  }

  /** The card under the pointer or the focus lights its point. */
  private point(event: Event): void {
    const card = (event.target as HTMLElement).closest<HTMLElement>("[data-offer]");
    const id = Number(card?.dataset.offer ?? -1);
    this.sheet?.setFilter("offers-lit", ["==", ["get", "id"], id]);
  }

  private async open(id: number): Promise<void> {
    const listed = this.querySelector<HTMLElement>(`[data-list] [data-offer="${id}"]`);
    this.querySelector(".map-card")?.remove();
    if (!this.props.card) {
      listed?.scrollIntoView({ block: "nearest", behavior: "smooth" });
      listed?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
      return;
    }
    const answer = await fetch(this.props.card.replace("/0/", `/${id}/`));
    if (!answer.ok) return;
    const held = document.createElement("div");
    held.className = "map-card";
    held.innerHTML = await answer.text();
    const close = document.createElement("button");
    close.type = "button";
    close.className = "map-close";
    close.setAttribute("aria-label", words.close);
    close.textContent = "×";
    close.addEventListener("click", () => held.remove());
    held.append(close);
    this.querySelector(".map-frame")?.append(held);
    held.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  }
}

function empty(): FeatureCollection {
  return { type: "FeatureCollection", features: [] };
}

customElements.define("bv-map", BelvedereMap);
