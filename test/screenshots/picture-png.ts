import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';

/** So many pixels of a PNG for each of the SVG: for screens of twice the resolution. */
export const PNG_SCALE = 2;

// Fonts of packages, so that every machine draws the same.
const require = createRequire(import.meta.url);
const jetBrains = dirname(require.resolve('@expo-google-fonts/jetbrains-mono/package.json'));
const dejaVu = dirname(require.resolve('dejavu-fonts-ttf/package.json'));
const FONTS = [
  join(jetBrains, '400Regular/JetBrainsMono_400Regular.ttf'),
  join(jetBrains, '700Bold/JetBrainsMono_700Bold.ttf'),
  // For the few characters that the other does not have.
  join(dejaVu, 'ttf/DejaVuSansMono.ttf'),
  join(dejaVu, 'ttf/DejaVuSansMono-Bold.ttf'),
];

/** An SVG as a PNG. */
export function pngOf(svg: string): Uint8Array {
  const options = {
    fitTo: { mode: 'zoom', value: PNG_SCALE },
    font: { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: 'JetBrains Mono' },
  } as const;
  return new Resvg(svg, options).render().asPng();
}
