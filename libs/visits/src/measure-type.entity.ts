import { Column, Entity, PrimaryColumn } from 'typeorm';
import { asNumber } from './numeric-column';

/** In the canonical unit; ages in years, from inclusive, to exclusive. */
export interface MeasureRange {
  readonly sex?: string;
  readonly ageFrom?: number;
  readonly ageTo?: number;
  readonly low: number;
  readonly high: number;
}

/** What is known of a LOINC code. Reference data: adding a known measure is adding a row. */
@Entity('measure_type')
export class MeasureType {
  @PrimaryColumn('text')
  code!: string;

  @Column('text')
  text!: string;

  @Column('text', { name: 'value_kind', default: 'quantity' })
  valueKind!: 'quantity' | 'coded';

  @Column('text', { name: 'canonical_unit', nullable: true })
  canonicalUnit!: string | null;

  @Column('text', { name: 'accepted_units', array: true, default: [] })
  acceptedUnits!: string[];

  /** g/mol, where it is measured as mass and as amount of substance. */
  @Column('numeric', { name: 'molar_mass', nullable: true, transformer: asNumber })
  molarMass!: number | null;

  @Column('smallint', { default: 0 })
  decimals!: number;

  /** Beyond it a value is refused. */
  @Column('jsonb', { default: [] })
  possible!: MeasureRange[];

  /** Beyond it a value is marked. */
  @Column('jsonb', { default: [] })
  plausible!: MeasureRange[];

  @Column('text', { name: 'panel_code', nullable: true })
  panelCode!: string | null;
}

@Entity('measure_alias')
export class MeasureAlias {
  @PrimaryColumn('text')
  alias!: string;

  @Column('text')
  code!: string;
}
