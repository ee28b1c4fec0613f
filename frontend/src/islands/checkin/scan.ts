// The camera reads a badge: by the browser's own detector where it has one, else by a small reader loaded then.
type Reader = (video: HTMLVideoElement) => Promise<string | undefined>;
interface Detector {
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector:
  | undefined
  | { new (options: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> };

/** Widest picture that the small reader is given: a badge at arm's length is read, and a tablet keeps up. */
const WIDEST = 800;
const EVERY = 200;

export const canScan = (): boolean => Boolean(navigator.mediaDevices?.getUserMedia);

/** Fetches the small reader where it will be needed, so that the tablet keeps it for when the network is gone. */
export const prepare = async (): Promise<unknown> => ((await hasOwn()) ? undefined : import("jsqr"));

/** Reads until ``stop`` is called; the same code is told once in three seconds. */
export async function scan(video: HTMLVideoElement, tell: (code: string) => void): Promise<() => void> {
  const read = (await hasOwn()) ? own() : await small();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.srcObject = stream;
  await video.play();
  let last = { code: "", at: 0 };
  let busy = false;
  const timer = window.setInterval(async () => {
    if (busy || video.readyState < video.HAVE_CURRENT_DATA) return;
    busy = true;
    const code = await read(video).catch(() => undefined);
    busy = false;
    if (!code || (code === last.code && Date.now() - last.at < 3000)) return;
    last = { code, at: Date.now() };
    tell(code);
  }, EVERY);
  return () => {
    window.clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
  };
}

/** Some browsers have the detector and no format behind it. */
async function hasOwn(): Promise<boolean> {
  if (typeof BarcodeDetector === "undefined") return false;
  return (await BarcodeDetector.getSupportedFormats().catch(() => [] as string[])).includes("qr_code");
}

function own(): Reader {
  const detector = new BarcodeDetector!({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

async function small(): Promise<Reader> {
  const { default: jsQR } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const picture = canvas.getContext("2d", { willReadFrequently: true })!;
  return async (video) => {
    const scale = Math.min(1, WIDEST / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    picture.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = picture.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data;
  };
}
