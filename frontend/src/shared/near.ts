// « Near me »: asks the browser where we are, only once it has been touched.
export function nearLinks(): void {
  if (!("geolocation" in navigator)) return;
  document.querySelectorAll<HTMLAnchorElement>("[data-near]").forEach((link) => {
    link.hidden = false;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      link.setAttribute("aria-busy", "true");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          const address = new URL(link.href);
          // Three decimals, a hundred metres: no more than is needed to sort by distance.
          address.searchParams.set("pres", `${coords.longitude.toFixed(3)},${coords.latitude.toFixed(3)}`);
          location.assign(address);
        },
        () => location.assign(link.href),
        { timeout: 8000, maximumAge: 300000 },
      );
    });
  });
}
