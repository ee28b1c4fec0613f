// The camera, where the browser reads codes by itself; elsewhere the button does not show.
interface Detector {
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: undefined | { new (options: { formats: string[] }): Detector };

export const canScan = (): boolean => typeof BarcodeDetector !== "undefined" && "mediaDevices" in navigator;

/** Reads until ``stop`` is called; the same code is told once in three seconds. */
export async function scan(video: HTMLVideoElement, tell: (code: string) => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const detector = new BarcodeDetector!({ formats: ["qr_code"] });
  video.srcObject = stream;
  await video.play();
  let last = { code: "", at: 0 };
  const timer = window.setInterval(async () => {
    const [seen] = await detector.detect(video).catch(() => []);
    if (!seen || (seen.rawValue === last.code && Date.now() - last.at < 3000)) return;
    last = { code: seen.rawValue, at: Date.now() };
    tell(seen.rawValue);
  }, 200);
  return () => {
    window.clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
  };
}
