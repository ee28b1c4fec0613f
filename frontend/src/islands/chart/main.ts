// A chart over the table that the server has drawn: its Vega-Lite specification comes from the page, read by an
// interpreter (the policy of our pages forbids building code from text); colours come from the brand and the theme.
import "./chart.css";
import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import { propsOf } from "../../shared/islands";
import { configOf } from "./theme";

interface Props {
  spec: TopLevelSpec;
  label: string;
}

class BelvedereChart extends HTMLElement {
  private frame?: HTMLElement;
  private view?: View;
  private drawn = 0;

  connectedCallback(): void {
    if (this.frame) return;
    const { label } = propsOf<Props>(this);
    this.frame = document.createElement("div");
    this.frame.className = "chart-frame";
    this.frame.setAttribute("role", "img");
    this.frame.setAttribute("aria-label", label);
    this.prepend(this.frame);
    this.classList.add("chart-on");
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => void this.draw());
    new ResizeObserver(() => this.fit()).observe(this);
    void this.draw();
  }

  private fit(): void {
    // Redrawn when the room has changed by more than a scroll bar: axes choose their ticks by it.
    if (Math.abs(this.clientWidth - this.drawn) > 24) void this.draw();
  }

  private async draw(): Promise<void> {
    const { spec } = propsOf<Props>(this);
    this.drawn = this.clientWidth;
    const sized = { ...spec, width: Math.max(220, this.frame!.clientWidth), autosize: { type: "fit", contains: "padding" } };
    const built = compile({ ...sized, config: configOf(this) } as TopLevelSpec).spec;
    this.view?.finalize();
    this.view = new View(parse(built, undefined, { ast: true }), {
      expr: expressionInterpreter,
      renderer: "svg",
      container: this.frame,
      hover: true,
    });
    await this.view.runAsync();
    this.dataset.ready = "true";
  }
}

customElements.define("bv-chart", BelvedereChart);
