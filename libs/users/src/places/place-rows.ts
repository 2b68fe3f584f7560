export interface OrganisationRow {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly version: number;
}

export interface OpeningHours {
  /** ISO: 1 is Monday. */
  readonly weekday: number;
  /** Of the location's zone: 08:30. */
  readonly opens: string;
  readonly closes: string;
}

export interface Holiday {
  readonly date: string;
  readonly name?: string | undefined;
}

export interface LocationRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly name: string;
  readonly address: Readonly<Record<string, unknown>>;
  readonly zone: string;
  readonly opening_hours: readonly OpeningHours[];
  readonly holidays: readonly Holiday[];
  readonly version: number;
}

export interface AppointmentTypeRow {
  readonly id: string;
  readonly organisation_id: string;
  readonly name: string;
  readonly length_minutes: number;
  readonly buffer_minutes: number;
  readonly bookable_by: readonly string[];
  readonly version: number;
}

export const organisationColumns = 'o.id, o.name, o.phone, o.version';
export const locationColumns = 'l.id, l.organisation_id, l.name, l.address, l.zone, l.opening_hours, l.holidays, l.version';
export const appointmentTypeColumns = 't.id, t.organisation_id, t.name, t.length_minutes, t.buffer_minutes, t.bookable_by, t.version';
