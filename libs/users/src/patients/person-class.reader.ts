/** From here on the years are one band: so few people are older that their age would name them. */
const oldestBand = 90;

/**
 * A person's class as research knows it, as a table of one row `(age_band, sex, region)` in the asker's own statement: the decade of
 * their age, their sex, and country with subdivision. It is told when somebody consents, so that the extraction never reads birth date or address.
 * A region goes out only where it is written as codes (ISO 3166), since what is typed freely can name a place or a person.
 * Arguments are SQL: a column or a parameter, never a value. Asked with the patient's chart open.
 */
export function personClass(patientId: string, at: string): string {
  return `(SELECT CASE WHEN age.years IS NULL THEN 'unknown'
             WHEN age.years >= ${String(oldestBand)} THEN '${String(oldestBand)}+'
             ELSE age.years / 10 * 10 || '-' || age.years / 10 * 10 + 9 END AS age_band,
           person.sex,
           CASE WHEN place.country !~ '^[A-Z]{2}$' THEN 'unknown'
             WHEN place.region ~ '^[A-Z0-9]{2,3}$' THEN place.country || '-' || place.region
             WHEN place.region ~ ('^' || place.country || '-[A-Z0-9]{2,3}$') THEN place.region
             ELSE place.country END AS region
      FROM patient person
      CROSS JOIN LATERAL (SELECT (${at} AT TIME ZONE person.zone)::date AS today) day
      CROSS JOIN LATERAL (SELECT CASE WHEN person.birth_date <= day.today THEN date_part('year', age(day.today, person.birth_date))::integer END AS years) age
      CROSS JOIN LATERAL (SELECT COALESCE(person.address ->> 'country', '') AS country, COALESCE(person.address ->> 'region', '') AS region) place
     WHERE person.id = ${patientId})`;
}
