import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Coding } from './coding';
import { VisitAlreadyCompleted, VisitChanged, VisitUnknown } from './visit.errors';

export type VisitStatus = 'open' | 'completed' | 'entered-in-error';

/** The change stamp (changed_origin, changed_xid) is the database's alone and stands in no entity. */
@Entity('visit')
export class Visit {
  @PrimaryColumn('uuid', { name: 'patient_id' })
  patientId!: string;

  @PrimaryColumn('uuid')
  id!: string;

  /** None for an imported visit whose doctor is not known. */
  @Column('uuid', { name: 'doctor_id', nullable: true })
  doctorId!: string | null;

  @Column('uuid', { name: 'location_id', nullable: true })
  locationId!: string | null;

  @Column('uuid', { name: 'appointment_id', nullable: true })
  appointmentId!: string | null;

  @Column('text', { name: 'visit_class', default: 'ambulatory' })
  visitClass!: string;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column('text', { default: 'open' })
  status!: VisitStatus;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('jsonb', { name: 'type_coding', nullable: true })
  typeCoding!: Coding | null;

  @Column('jsonb', { name: 'reason_coding', nullable: true })
  reasonCoding!: Coding | null;

  @Column('text', { nullable: true })
  note!: string | null;

  @Column('timestamptz', { name: 'completed_at', nullable: true })
  completedAt!: Date | null;

  @Column('text', { array: true, default: [] })
  marks!: string[];

  @Column('smallint', { default: 0 })
  sensitivity!: number;

  /** Until then, or while it is null, only staff see it. */
  @Column('timestamptz', { name: 'patient_visible_from', nullable: true })
  patientVisibleFrom!: Date | null;

  /** Rises with any change of the visit or of what came with it. */
  @Column('integer', { default: 1 })
  version!: number;

  @Column('timestamptz', { name: 'recorded_at', default: () => 'now()' })
  recordedAt!: Date;

  /**
   * From open to completed: from then on the patient sees it, and it is amended and not overwritten.
   * @param readVersion the version that the one who completes it has read
   * @throws VisitChanged, VisitAlreadyCompleted
   */
  complete(readVersion: number, now: Date): void {
    if (this.status === 'completed') throw new VisitAlreadyCompleted();
    if (this.status !== 'open') throw new VisitUnknown();
    if (this.version !== readVersion) throw new VisitChanged();
    this.status = 'completed';
    this.completedAt = now;
    this.patientVisibleFrom = now;
    this.version += 1;
  }
}
