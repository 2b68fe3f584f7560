import type { Caller, Role } from './role';

/** Which of the roles, and on what condition: that is held by the context that the request opens in the database, and said here for people. */
type Holders = 'anyone' | Readonly<Partial<Record<Caller, string>>>;

const inCare = 'in care, covering, or in emergency';
const inCareNoEmergency = 'in care or covering, not in an emergency';
const inCareThemself = 'in care themself, not by cover or in an emergency';
const inCareOrFinishing = `${inCare}; for 30 days after their relation ended their own open visit`;
const inCareOnTheDay = "on the day of the patient's appointment or visit at the nurse's location";
const nurseReads = `${inCareOnTheDay}; nothing restricted`;
const self = 'own, or for whom they act';
const selfInEverything = 'own, or for whom they act in everything';
const released = `${selfInEverything}: what is released to them`;
const ownOrganisation = 'own organisation';
const inOwnCare = 'in care, not covering and not in emergency';
const neitherOwn = 'own organisation; neither their own record nor of whom they act or care for';
const ofStudy = 'of the study';
const ownStudy = "own organisation's";

function everyRole(condition: string): Readonly<Record<Role, string>> {
  return { patient: condition, nurse: condition, doctor: condition, desk: condition, researcher: condition, admin: condition, auditor: condition };
}

/**
 * Who may do what, to what of whom. A role that is not named is refused. Guards, gateway, OpenAPI, docs/generated/permissions.md and the
 * matrix of tests read this table; routes name the permission that they ask for (route-table.ts).
 */
export const permissionTable = {
  'health:read': 'anyone',
  'keys:read': 'anyone',

  'session:create': 'anyone',
  'session:refresh': 'anyone',
  'session:end': everyRole('own'),
  'session:list': everyRole('own'),
  'session:unlock': 'anyone',
  'session:switch-role': everyRole('own; a role that the account holds'),
  'password:change': everyRole('own'),
  'second-factor:enrol': { ...everyRole('own'), enrolling: 'own' },
  'second-factor:change': everyRole('own'),
  'account:read': everyRole('own'),

  'registration:create': 'anyone',
  'registration:confirm': 'anyone',
  'password:forget': 'anyone',
  'password:reset': 'anyone',
  'email:ask': everyRole('own'),
  'email:confirm': 'anyone',
  'account:change': everyRole('own'),
  'account:list': { admin: ownOrganisation, auditor: 'all' },
  'account:look': { admin: ownOrganisation, auditor: 'all' },
  'account:create': { admin: `${ownOrganisation}; its role waits for somebody else` },
  'account:manage': { admin: `${ownOrganisation}; not their own status; no e-mail address, no password` },
  'role:take': { admin: `${ownOrganisation}; not their own` },
  'role-request:list': { admin: ownOrganisation, auditor: 'all' },
  'role-request:create': { admin: `${ownOrganisation}; not for themselves` },
  'role-request:decide': { admin: `${ownOrganisation}; neither asked for it, nor gets it, nor came to their role by the same people`, auditor: 'neither asked for it, nor gets it, nor came to their role by the same people' },
  'invitation:list': { admin: 'of staff, own organisation', desk: 'of patients, own organisation', doctor: 'of patients, their own' },
  'invitation:create': { admin: 'staff, own organisation', desk: 'patients, own organisation; not themselves', doctor: 'patients in care, not by cover or emergency; not themselves' },
  'invitation:withdraw': { admin: 'of staff, own organisation', desk: 'of patients, own organisation', doctor: 'of patients, their own' },
  'registrant:list': { desk: ownOrganisation },
  'registrant:tie': { desk: `${ownOrganisation}; not themselves`, doctor: 'to a record in care, not by cover or emergency; not themselves' },
  'registrant:verify': { desk: `${ownOrganisation}; not themselves` },
  'place:list': { patient: 'where patients book', nurse: ownOrganisation, doctor: ownOrganisation, desk: ownOrganisation, researcher: ownOrganisation, admin: ownOrganisation, auditor: 'all' },
  'place:create': { admin: ownOrganisation },
  'place:change': { admin: ownOrganisation },

  'patient:list': { doctor: 'own list: those in care', desk: 'own organisation, by search', admin: 'own organisation, by search' },
  'patient:create': { doctor: 'own organisation; becomes their primary', desk: ownOrganisation, admin: ownOrganisation },
  'patient:read': { patient: self, nurse: inCareOnTheDay, doctor: inCare, desk: ownOrganisation, admin: ownOrganisation },

  'patient:change': { patient: `${selfInEverything}: contact data`, doctor: inOwnCare, desk: ownOrganisation, admin: ownOrganisation },
  'patient:merge': { desk: neitherOwn },
  'duplicate:list': { desk: ownOrganisation, admin: ownOrganisation },
  'duplicate:dismiss': { desk: ownOrganisation },
  'representation:list': { patient: self, doctor: inCare, desk: ownOrganisation, admin: ownOrganisation },
  'representation:create': { patient: 'own: names a proxy', desk: 'own organisation, with evidence; not for an account of their own' },
  'representation:end': { patient: 'own, or their own right to act', desk: ownOrganisation },
  'represented:list': { patient: 'own account' },

  'doctor:list': { patient: 'of organisations that have their record', nurse: ownOrganisation, doctor: ownOrganisation, desk: ownOrganisation, admin: ownOrganisation, auditor: ownOrganisation },
  'doctor:read': { patient: 'of organisations that have their record; no licence, no phone', nurse: ownOrganisation, doctor: ownOrganisation, desk: ownOrganisation, admin: ownOrganisation, auditor: ownOrganisation },
  'doctor:change': { doctor: 'own phone', admin: ownOrganisation },
  'hours:read': { patient: 'of organisations that have their record', nurse: ownOrganisation, doctor: ownOrganisation, desk: ownOrganisation, admin: ownOrganisation },
  'hours:change': { doctor: 'own', desk: ownOrganisation, admin: ownOrganisation },
  'absence:read': { nurse: ownOrganisation, doctor: ownOrganisation, desk: ownOrganisation, admin: ownOrganisation },
  'absence:change': { doctor: 'own', desk: ownOrganisation, admin: ownOrganisation },

  'chart:read': { patient: released, nurse: nurseReads, doctor: inCare },
  'visit:list': { patient: released, nurse: nurseReads, doctor: inCare },
  'visit:read': { patient: released, nurse: nurseReads, doctor: inCareOrFinishing },
  'visit:create': { doctor: inCare },
  'visit:complete': { doctor: inCareOrFinishing },
  'measure:list': { patient: released, nurse: nurseReads, doctor: inCare },
  'measure-type:list': everyRole('reference data'),

  'report:list': { patient: selfInEverything, doctor: inCareNoEmergency },
  'report:create': { patient: selfInEverything, doctor: inCareNoEmergency },
  'report:read': { patient: `${selfInEverything}; nothing above their clearance in it`, doctor: `${inCareNoEmergency}; nothing above their clearance in it` },
  'report:cancel': { patient: selfInEverything, doctor: inCareNoEmergency },

  // Care (libs/users).
  'announcement:list': everyRole('own'),
  'announcement:see': everyRole('own'),
  'care-relation:list': { patient: self, nurse: inCareOnTheDay, doctor: inCare, desk: ownOrganisation, admin: ownOrganisation, auditor: 'all' },
  'care-relation:begin': { patient: selfInEverything, doctor: `${inCareThemself}; for others, never for themselves`, admin: `${ownOrganisation}, announced and reviewed; never for a doctor account of their own` },
  'care-relation:end': { patient: selfInEverything, doctor: 'their own relation', admin: `${ownOrganisation}, announced and reviewed` },
  'cover:list': { nurse: ownOrganisation, doctor: ownOrganisation, desk: ownOrganisation, admin: ownOrganisation, auditor: 'all' },
  'cover:make': { doctor: 'for themselves', admin: `${ownOrganisation}, announced; never by a doctor account of their own` },
  'cover:shorten': { doctor: 'who is covered', admin: `${ownOrganisation}, announced` },
  'hand-over:preview': { doctor: 'their own patients', admin: ownOrganisation },
  'hand-over:make': { doctor: 'their own patients', admin: `${ownOrganisation}, announced and reviewed; never to a doctor account of their own` },
  'nurse:place': { admin: `${ownOrganisation}; not themselves` },
  'emergency-access:open': { doctor: 'anybody, for 24 hours; reviewed' },
  'emergency-access:list': { patient: selfInEverything },
  'restriction:list': { patient: selfInEverything },
  'restriction:make': { patient: selfInEverything },
  'restriction:lift': { patient: selfInEverything },
  'review:list': { auditor: 'all' },
  'review:read': { auditor: 'all' },
  'review:judge': { auditor: 'all but what they did themselves' },

  'study:list': { patient: 'open ones', doctor: 'open ones', desk: 'open ones', researcher: ofStudy, admin: ownStudy, auditor: 'all' },
  'study:create': { admin: ownOrganisation },
  'study:read': { patient: 'open ones', doctor: 'open ones', desk: 'open ones', researcher: ofStudy, admin: ownStudy, auditor: 'all' },
  'study:change': { admin: ownStudy },
  'study:assign': { admin: `${ownStudy}; not themselves` },
  'study:open': { admin: ownStudy },
  'study:close': { admin: ownStudy },
  'participation:read': { patient: selfInEverything, doctor: inCareNoEmergency },
  'participation:consent': { patient: selfInEverything, desk: 'own organisation, on paper' },
  'participation:withdraw': { patient: selfInEverything, desk: 'own organisation, what was given on paper' },
  'extraction:list': { researcher: ofStudy, admin: ownStudy, auditor: 'all' },
  'extraction:run': { admin: ownStudy },
  'extraction:read': { researcher: ofStudy, admin: ownStudy, auditor: 'all' },
  'extraction:download': { researcher: ofStudy },
} as const satisfies Readonly<Record<`${string}:${string}`, Holders>>;

export type Permission = keyof typeof permissionTable;

/** Whose token may use the permission at all. */
export function holdersOf(permission: Permission): 'anyone' | readonly Caller[] {
  const holders: Holders = permissionTable[permission];
  return holders === 'anyone' ? 'anyone' : (Object.keys(holders) as Caller[]);
}

/** Who, and on what condition, in words: "doctor: in care; patient: own". */
export function conditionOf(permission: Permission): string {
  const holders: Holders = permissionTable[permission];
  return holders === 'anyone' ? 'none' : Object.entries(holders).map(([role, condition]) => `${role}: ${condition}`).join('; ');
}
