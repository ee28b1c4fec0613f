// Chimes made here, of pure tones: nothing to download. Browsers allow them once somebody has touched the button.
const TUNES: Record<string, number[]> = {
  start: [523.25, 659.25, 783.99],
  last: [659.25, 659.25],
  change: [783.99, 659.25, 523.25],
  over: [523.25, 659.25, 783.99, 1046.5],
};
const APART = 0.45;
const LASTS = 1.6;

export class Bell {
  on = false;
  private context?: AudioContext;

  toggle(): void {
    this.on = !this.on;
    if (!this.on) return;
    this.context ??= new AudioContext();
    void this.context.resume();
    this.ring("start");
  }

  ring(tune: string): void {
    const { context } = this;
    if (!this.on || !context) return;
    (TUNES[tune] ?? []).forEach((pitch, place) => {
      const at = context.currentTime + place * APART;
      for (const [share, loud] of [[1, 0.5], [2.01, 0.18], [3.02, 0.08]] as const) {
        const tone = new OscillatorNode(context, { frequency: pitch * share });
        const level = new GainNode(context, { gain: 0 });
        level.gain.setValueAtTime(0, at);
        level.gain.linearRampToValueAtTime(loud, at + 0.01);
        level.gain.exponentialRampToValueAtTime(0.0001, at + LASTS / share);
        tone.connect(level).connect(context.destination);
        tone.start(at);
        tone.stop(at + LASTS);
      }
    });
  }
}
