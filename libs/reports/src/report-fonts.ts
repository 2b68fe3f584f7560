import { dirname, join } from 'node:path';

// The packages name no paths of their fonts in their exports, but all have an entry file whose place tells the folder.
const folder = (packageName: string, ...below: string[]) => join(dirname(require.resolve(packageName)), ...below);

/** Typst itself brings Latin, Greek and Cyrillic serifs only. Files are read when a glyph of them is first needed. */
export function reportFonts(): string[] {
  const latin = folder('@embedpdf/fonts-latin', '..', 'fonts');
  const chinese = folder('@embedpdf/fonts-sc', '..', 'fonts');
  const korean = folder('@embedpdf/fonts-kr', '..', 'fonts');
  const arabic = folder('@embedpdf/fonts-arabic', '..', 'fonts');
  const hebrew = folder('@embedpdf/fonts-hebrew', '..', 'fonts');
  const devanagari = folder('@expo-google-fonts/noto-sans-devanagari');
  const thai = folder('@expo-google-fonts/noto-sans-thai');
  return [
    ...['Regular', 'Medium', 'SemiBold', 'Bold'].map((weight) => join(latin, `NotoSans-${weight}.ttf`)),
    ...['Regular', 'Medium', 'Bold'].map((weight) => join(chinese, `NotoSansHans-${weight}.otf`)),
    ...['Regular', 'Medium', 'Bold'].map((weight) => join(korean, `NotoSansKR-${weight}.otf`)),
    ...['Regular', 'Bold'].map((weight) => join(arabic, `NotoNaskhArabic-${weight}.ttf`)),
    ...['Regular', 'Bold'].map((weight) => join(hebrew, `NotoSansHebrew-${weight}.ttf`)),
    ...['400Regular', '600SemiBold'].map((weight) => join(devanagari, weight, `NotoSansDevanagari_${weight}.ttf`)),
    ...['400Regular', '600SemiBold'].map((weight) => join(thai, weight, `NotoSansThai_${weight}.ttf`)),
  ];
}
