interface State {
  readonly region: string;
  readonly zone: string;
}

/** IANA zones of the states of the USA; where a state has several, the one most of its people live in. */
const byZone: Readonly<Record<string, string>> = {
  'America/New_York': 'CT:Connecticut DE:Delaware DC:District of Columbia FL:Florida GA:Georgia ME:Maine MD:Maryland MA:Massachusetts NH:New Hampshire NJ:New Jersey NY:New York NC:North Carolina OH:Ohio PA:Pennsylvania RI:Rhode Island SC:South Carolina VT:Vermont VA:Virginia WV:West Virginia',
  'America/Detroit': 'MI:Michigan',
  'America/Indiana/Indianapolis': 'IN:Indiana',
  'America/Kentucky/Louisville': 'KY:Kentucky',
  'America/Chicago': 'AL:Alabama AR:Arkansas IL:Illinois IA:Iowa KS:Kansas LA:Louisiana MN:Minnesota MS:Mississippi MO:Missouri NE:Nebraska ND:North Dakota OK:Oklahoma SD:South Dakota TN:Tennessee TX:Texas WI:Wisconsin',
  'America/Denver': 'CO:Colorado MT:Montana NM:New Mexico UT:Utah WY:Wyoming',
  'America/Boise': 'ID:Idaho',
  'America/Phoenix': 'AZ:Arizona',
  'America/Los_Angeles': 'CA:California NV:Nevada OR:Oregon WA:Washington',
  'America/Anchorage': 'AK:Alaska',
  'Pacific/Honolulu': 'HI:Hawaii',
  'America/Puerto_Rico': 'PR:Puerto Rico VI:Virgin Islands',
  'Pacific/Guam': 'GU:Guam MP:Northern Mariana Islands',
  'Pacific/Pago_Pago': 'AS:American Samoa',
};

const states = new Map<string, State>();
for (const [zone, list] of Object.entries(byZone)) {
  for (const [, code, name] of list.matchAll(/([A-Z]{2}):(.+?)(?= [A-Z]{2}:|$)/g)) {
    if (code === undefined || name === undefined) continue;
    states.set(code, { region: code, zone });
    states.set(name.toUpperCase(), { region: code, zone });
  }
}

/** By two letters or by name. `undefined` for a state that is none of the USA: its zone is not guessed. */
export function findState(text: string): State | undefined {
  return states.get(text.toUpperCase());
}
