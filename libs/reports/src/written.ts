/** Days and numbers as a reader of one language writes them. */
export class Written {
  private readonly fullDay: Intl.DateTimeFormat;
  private readonly shortDay: Intl.DateTimeFormat;
  private readonly month: Intl.DateTimeFormat;

  constructor(private readonly locale: string) {
    this.fullDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
    this.shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
    this.month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  }

  /** A month in words, so that 3/4 is not read as the fourth of March in one country and the third of April in another. */
  day(iso: string): string {
    return this.fullDay.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
  }

  /** For the columns of tables. */
  dayInTable(iso: string): string {
    return this.shortDay.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
  }

  /** `2001-05-07`, `2001-05` or `2001`. */
  partialDay(iso: string): string {
    if (iso.length === 4) return iso;
    return iso.length === 7 ? this.month.format(new Date(`${iso}-01T00:00:00Z`)) : this.day(iso);
  }

  /** As a value of its kind is told: 120, 36.8 or 71.4; with one digit more, where it came with more (imported ones do). */
  measured(value: number, decimals: number): string {
    return this.number(value, Math.min(1, decimals), decimals);
  }

  /** A mean or median of whole numbers is told with a digit after the point. Rounded as what is measured, so that no mean is above the highest. */
  calculated(value: number, decimals: number): string {
    return this.number(value, Math.max(1, decimals), decimals);
  }

  count(value: number): string {
    return this.number(value, 0, 0);
  }

  private number(value: number, least: number, decimals: number): string {
    return new Intl.NumberFormat(this.locale, { minimumFractionDigits: least, maximumFractionDigits: Math.max(decimals, Math.min(2, decimals + 1)) }).format(value);
  }

  /** The name of a language in this one. A tag that is not one stays as it was written. */
  language(tag: string): string {
    const [canonical] = supportedTags(tag);
    return canonical === undefined ? tag : (new Intl.DisplayNames(this.locale, { type: 'language' }).of(canonical) ?? tag);
  }
}

function supportedTags(tag: string): string[] {
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) ? Intl.DisplayNames.supportedLocalesOf(tag) : [];
}
