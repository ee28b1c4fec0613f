// How the offline map looks: the communes' own contours and names, in the page's colours.
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";

export const OFFERS = "offers";

/** Value of a custom property where the element stands: the map follows the brand and the theme. */
function colour(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(`--${name}`).trim();
}

export function offlineStyle(communes: string, element: Element): StyleSpecification {
  const [paper, tint, line, ink] = ["sunken", "brand-tint", "brand-ink", "ink"].map((name) => colour(element, name));
  const halo = colour(element, "paper");
  return {
    version: 8,
    sources: { communes: { type: "geojson", data: new URL(communes, location.href).href } },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": paper! } },
      // The land stands above the paper: a wide shadow, then lighter and lighter shores, as on engraved maps.
      ...[34, 20, 9].map((width, rank): LayerSpecification => ({
        id: `shore-${rank}`,
        type: "line",
        source: "communes",
        layout: { "line-join": "round", "line-cap": "round" },
        paint: {
          "line-color": line!,
          "line-opacity": [0.05, 0.07, 0.1][rank]!,
          "line-blur": width / 3,
          "line-width": ["interpolate", ["linear"], ["zoom"], 6, width / 3, 11, width],
        },
      })),
      { id: "land", type: "fill", source: "communes", paint: { "fill-color": tint!, "fill-antialias": false } },
      {
        id: "borders",
        type: "line",
        source: "communes",
        paint: {
          "line-color": line!,
          "line-opacity": ["interpolate", ["linear"], ["zoom"], 7, 0.18, 11, 0.4],
          "line-width": ["interpolate", ["linear"], ["zoom"], 7, 0.4, 12, 1.2],
        },
      },
      {
        id: "names",
        type: "symbol",
        source: "communes",
        filter: [">=", ["get", "people"], ["step", ["zoom"], 9000, 8, 4000, 9, 1500, 10, 500, 11, 0]],
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["Belvedere Text"],
          "text-size": ["interpolate", ["linear"], ["get", "people"], 0, 11, 20000, 14, 150000, 18],
          "text-max-width": 7,
          "symbol-sort-key": ["-", 0, ["get", "people"]],
        },
        paint: { "text-color": ink!, "text-halo-color": halo, "text-halo-width": 1.4 },
      },
    ],
  };
}

export function offerLayers(element: Element): LayerSpecification[] {
  const [dot, event, ring, lit] = ["brand", "accent", "surface", "accent"].map((name) => colour(element, name));
  const grow = (small: number, large: number): ["interpolate", ["linear"], ["zoom"], number, number, number, number] => [
    "interpolate", ["linear"], ["zoom"], 7, small, 13, large,
  ];
  return [
    {
      id: "offers-dots",
      type: "circle",
      source: OFFERS,
      paint: {
        "circle-color": ["match", ["get", "family"], 2, event!, dot!],
        "circle-radius": grow(3.2, 8),
        "circle-stroke-color": ring!,
        "circle-stroke-width": grow(0.8, 2),
      },
    },
    {
      id: "offers-lit",
      type: "circle",
      source: OFFERS,
      filter: ["==", ["get", "id"], -1],
      paint: {
        "circle-color": lit!,
        "circle-radius": grow(8, 13),
        "circle-stroke-color": ring!,
        "circle-stroke-width": 3,
      },
    },
  ];
}
