// What the map says by itself, in the page's language: zoom in, zoom out, wheel, two fingers, close.
type Words = [string, string, string, string, string];

const WORDS: Record<string, Words> = {
  fr: ["Agrandir", "Réduire", "molette pour agrandir la carte", "Deux doigts pour déplacer la carte", "Fermer"],
  en: ["Zoom in", "Zoom out", "scroll to zoom the map", "Use two fingers to move the map", "Close"],
  de: ["Vergrößern", "Verkleinern", "Mausrad, um die Karte zu vergrößern", "Karte mit zwei Fingern bewegen", "Schließen"],
  nl: ["Inzoomen", "Uitzoomen", "scrollen om in te zoomen", "Verplaats de kaart met twee vingers", "Sluiten"],
  es: ["Acercar", "Alejar", "rueda para acercar el mapa", "Use dos dedos para mover el mapa", "Cerrar"],
  it: ["Ingrandisci", "Riduci", "rotellina per ingrandire la mappa", "Due dita per spostare la mappa", "Chiudi"],
};

const [nearer, farther, wheel, fingers, closing] = WORDS[document.documentElement.lang.slice(0, 2)] ?? WORDS.en!;

export const close = closing;
export const locale = {
  "NavigationControl.ZoomIn": nearer,
  "NavigationControl.ZoomOut": farther,
  "CooperativeGesturesHandler.WindowsHelpText": `Ctrl + ${wheel}`,
  "CooperativeGesturesHandler.MacHelpText": `⌘ + ${wheel}`,
  "CooperativeGesturesHandler.MobileHelpText": fingers,
};
