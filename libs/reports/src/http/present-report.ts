import type { ReportRow } from '@anamnesis/reports';
import type { z } from 'zod';
import type { reportAnswer } from './schemas';

export function presentReport(row: ReportRow): z.infer<typeof reportAnswer> {
  const { file_key: key, media_type: mediaType, bytes, sha256, problem } = row;
  return {
    id: row.id,
    kind: row.kind,
    period: { from: row.parameters.from, to: row.parameters.to },
    format: row.format,
    language: row.language,
    status: row.status,
    progress: row.progress,
    requestedAt: row.requested_at.toISOString(),
    // Where the file lies is nobody's business; where it can be fetched is.
    ...(row.status === 'done' && key !== null && mediaType !== null && sha256 !== null ? { file: { href: `${reportPath(row.patient_id, row.id)}/file`, mediaType, bytes: Number(bytes), sha256 } } : {}),
    ...(problem === null ? {} : { problem: { code: problem.code, detail: problem.detail } }),
  };
}

export function reportPath(patientId: string, reportId: string): string {
  return `/patients/${patientId}/reports/${reportId}`;
}
