-- Search over all patients of an organisation (docs/decisions/0013): an index of words that triggers keep, and functions that check who asks.
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- What is the same to somebody who looks for a name: accents, case, width, ligatures. Marks are named by their ranges, because those of Indic
-- scripts are vowels. Used for what is stored and for what is looked for, so that both agree.
CREATE FUNCTION app.folded(written text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT normalize(replace(replace(replace(replace(translate(lower(
    regexp_replace(normalize(written, NFKD), '[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]', '', 'g')),
    'øłđðħıŧςىةکی', 'olddhitσيهكي'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), NFC)
$$;

-- The words of a name in their order. An apostrophe of whatever kind is nothing (O'Connor, O’Connor, OConnor); all other punctuation parts words.
CREATE FUNCTION app.name_parts(written text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT COALESCE(string_to_array(NULLIF(btrim(regexp_replace(regexp_replace(
    app.folded(regexp_replace(written, '[''`´\u02b9-\u02bf\u055a\u05f3\u2018\u2019\u201b\u2032\ua78c\uff07]', '', 'g')),
    '[\s\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u060c\u061b\u061f\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f\u30fb]+', ' ', 'g'),
    '([^ ]{30})[^ ]+', '\1', 'g')), ''), ' '), '{}')
$$;

-- Under which words a patient is found. Besides those of the names: parts joined (annemarie for Anne-Marie, deluca for De Luca) and parted (connor for
-- O'Connor), each end of a name in Han or Hangul (明 of 李明), #MRN and @birth date. Bounded, whatever names are sent.
-- key: all of them between spaces, by which those of one word are sorted, and in which the other words of a search are looked for.
-- In plain expressions, because it is done for each patient that is loaded.
CREATE FUNCTION app.search_entry(names jsonb, mrns text[], born text[], OUT words text[], OUT key text) LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  written text;
  parts text[];
  word text;
  numbers text[] := '{}';
BEGIN
  words := '{}';
  FOR i IN 0 .. LEAST(jsonb_array_length(names), 80) - 1 LOOP
    written := names -> i ->> 'text';
    IF strpos(written, names -> i ->> 'family') = 0 THEN
      written := written || ' ' || (names -> i ->> 'family');
    END IF;
    FOR j IN 0 .. LEAST(jsonb_array_length(COALESCE(names -> i -> 'given', '[]')), 10) - 1 LOOP
      IF strpos(written, names -> i -> 'given' ->> j) = 0 THEN
        written := written || ' ' || (names -> i -> 'given' ->> j);
      END IF;
    END LOOP;
    parts := app.name_parts(left(written, 600));
    FOR j IN 2 .. LEAST(cardinality(parts), 24) LOOP
      IF length(parts[j - 1]) <= 2 OR length(parts[j]) <= 2 THEN
        parts := parts || left(parts[j - 1] || parts[j], 30);
      END IF;
    END LOOP;
    IF written ~ '[''`´\u02b9-\u02bf\u055a\u05f3\u2018\u2019\u201b\u2032\ua78c\uff07\u2010-\u2015-]' THEN
      parts := parts || app.name_parts(regexp_replace(left(written, 600), '[''`´\u02b9-\u02bf\u055a\u05f3\u2018\u2019\u201b\u2032\ua78c\uff07]', ' ', 'g'))
                     || app.name_parts(regexp_replace(left(written, 600), '[\u2010-\u2015-]', '', 'g'));
    END IF;
    FOREACH word IN ARRAY parts LOOP
      CONTINUE WHEN word = ANY (words) OR cardinality(words) >= 24;
      words := words || word;
      IF word ~ '^[\u3400-\u9fff\uac00-\ud7a3]{2,6}$' THEN
        FOR j IN 2 .. length(word) LOOP
          CONTINUE WHEN substr(word, j) = ANY (words);
          words := words || substr(word, j);
        END LOOP;
      END IF;
    END LOOP;
  END LOOP;
  FOREACH word IN ARRAY mrns[1:8] LOOP
    word := left('#' || upper(normalize(word, NFKC)), 60);
    CONTINUE WHEN word = ANY (numbers);
    numbers := numbers || word;
  END LOOP;
  FOREACH word IN ARRAY born[1:8] LOOP
    CONTINUE WHEN word IS NULL OR '@' || word = ANY (numbers);
    numbers := numbers || ('@' || word);
  END LOOP;
  key := ' ' || left(array_to_string(words, ' '), 200) || ' ' || left(array_to_string(numbers, ' '), 200) || ' ';
  words := words || numbers;
END $$;

CREATE FUNCTION app.partial_date(day date, known text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(to_char(day, 'YYYY-MM-DD'), CASE known WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)
$$;

-- Nobody is granted it: functions read it that check who asks. Under row-level security a search of 1,000,000 would ask the policy of each.
CREATE TABLE patient_search (
  patient_id uuid NOT NULL,
  word text COLLATE "C" NOT NULL,
  organisation_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL,
  PRIMARY KEY (patient_id, word)
);
CREATE INDEX patient_search_word ON patient_search (organisation_id, word, key, patient_id);
ALTER TABLE patient_search ENABLE ROW LEVEL SECURITY;

-- Words as they come when up to two letters of the first seven are left out: two words that differ by a typing error or two have one of them in
-- common, and it is found by equality (the symmetric deletes of SymSpell). With the transaction in its key, so that nobody waits for
-- somebody else who brings the same word.
CREATE TABLE name_variant (
  organisation_id uuid NOT NULL,
  variant text COLLATE "C" NOT NULL,
  word text COLLATE "C" NOT NULL,
  added_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  PRIMARY KEY (organisation_id, variant, word, added_xid)
);

CREATE FUNCTION app.spelling_variants(word text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  WITH one AS (SELECT i, left(left(word, 7), i - 1) || substr(left(word, 7), i + 1) AS variant FROM generate_series(1, LEAST(length(word), 7)) i)
  SELECT left(word, 7) UNION SELECT variant FROM one
  UNION SELECT left(variant, j - 1) || substr(variant, j + 1) FROM one, generate_series(1, i - 1) j WHERE length(word) > 5
$$;
-- How many letters may be wrong.
CREATE FUNCTION app.allowed_errors(word text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN word ~ '[#@0-9]' OR length(word) < 3 THEN 0 WHEN length(word) < 6 THEN 1 ELSE 2 END
$$;

-- Whether what was typed may be this word; two letters that changed places are one error to whoever typed them.
CREATE FUNCTION app.is_like(typed text, word text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT levenshtein_less_equal(typed, word, 2) <= app.allowed_errors(typed)
      OR (app.allowed_errors(typed) = 1 AND levenshtein_less_equal(typed, word, 2) = 2
          AND array(SELECT unnest(string_to_array(typed, NULL)) ORDER BY 1) = array(SELECT unnest(string_to_array(word, NULL)) ORDER BY 1))
$$;

-- Adds the entries of these patients (with what was merged into them) and their words.
CREATE FUNCTION app.add_to_search(patients uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH person AS (
    SELECT s.id, s.organisation_id, e.words, e.key
      FROM patient s
     CROSS JOIN LATERAL (
       SELECT jsonb_path_query_array(jsonb_agg(p.names ORDER BY p.id <> s.id, p.id), '$[*][*]') AS names, array_agg(p.mrn ORDER BY p.id <> s.id, p.id) AS mrns,
              array_agg(app.partial_date(p.birth_date, p.birth_date_precision) ORDER BY p.id <> s.id, p.id) AS born
         FROM patient p WHERE p.id = s.id OR p.replaced_by = s.id) p
     CROSS JOIN LATERAL app.search_entry(p.names, p.mrns, p.born) e
     WHERE s.id = ANY (patients) AND s.replaced_by IS NULL
  ), entry AS (
    INSERT INTO patient_search (patient_id, word, organisation_id, key) SELECT p.id, word, p.organisation_id, p.key FROM person p, unnest(p.words) word
    RETURNING organisation_id, word
  ), new_word AS MATERIALIZED (
    SELECT w.organisation_id, w.word FROM (SELECT DISTINCT organisation_id, word FROM entry WHERE app.allowed_errors(word) > 0) w
     WHERE NOT EXISTS (SELECT FROM name_variant n WHERE n.organisation_id = w.organisation_id AND n.variant = left(w.word, 7) AND n.word = w.word)
  )
  INSERT INTO name_variant (organisation_id, variant, word) SELECT w.organisation_id, v, w.word FROM new_word w, app.spelling_variants(w.word) v
$$;

CREATE FUNCTION app.add_new_to_search() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  -- Whoever takes a word away (below) sees that somebody may be bringing it.
  PERFORM pg_advisory_xact_lock_shared(hashtext('app.name_variant'));
  WITH entry AS (
    INSERT INTO patient_search (patient_id, word, organisation_id, key)
    SELECT p.id, word, p.organisation_id, e.key
      FROM changed_rows p, app.search_entry(p.names, ARRAY[p.mrn], ARRAY[app.partial_date(p.birth_date, p.birth_date_precision)]) e, unnest(e.words) word
     WHERE p.replaced_by IS NULL
    RETURNING organisation_id, word
  ), new_word AS MATERIALIZED (
    SELECT w.organisation_id, w.word FROM (SELECT DISTINCT organisation_id, word FROM entry WHERE app.allowed_errors(word) > 0) w
     WHERE NOT EXISTS (SELECT FROM name_variant n WHERE n.organisation_id = w.organisation_id AND n.variant = left(w.word, 7) AND n.word = w.word)
  )
  INSERT INTO name_variant (organisation_id, variant, word) SELECT w.organisation_id, v, w.word FROM new_word w, app.spelling_variants(w.word) v;
  IF EXISTS (SELECT FROM changed_rows WHERE replaced_by IS NOT NULL) THEN
    PERFORM app.change_in_search(ARRAY(SELECT DISTINCT replaced_by FROM changed_rows WHERE replaced_by IS NOT NULL));
  END IF;
  RETURN NULL;
END $$;

-- A word that nobody has any more goes with the last one who had it: a rare name says who was here. Where somebody may be bringing it at this
-- moment, it stays.
CREATE FUNCTION app.change_in_search(patients uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  gone jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('app.name_variant'));
  WITH old AS (DELETE FROM patient_search WHERE patient_id = ANY (patients) RETURNING organisation_id, word)
  SELECT jsonb_agg(DISTINCT jsonb_build_object('organisation_id', organisation_id, 'word', word)) INTO gone FROM old WHERE app.allowed_errors(word) > 0;
  PERFORM app.add_to_search(patients);
  IF gone IS NOT NULL AND pg_try_advisory_xact_lock(hashtext('app.name_variant')) THEN
    DELETE FROM name_variant n USING (
      SELECT g.organisation_id, g.word, v AS variant FROM jsonb_to_recordset(gone) AS g (organisation_id uuid, word text), app.spelling_variants(g.word) v
       WHERE NOT EXISTS (SELECT FROM patient_search s WHERE s.organisation_id = g.organisation_id AND s.word = g.word)) g
     WHERE n.organisation_id = g.organisation_id AND n.variant = g.variant AND n.word = g.word;
  END IF;
END $$;
CREATE FUNCTION app.change_found_patients() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  changed uuid[];
BEGIN
  SELECT array_agg(DISTINCT id) INTO changed FROM (
    SELECT unnest(ARRAY[n.id, n.replaced_by, o.replaced_by]) AS id FROM new_rows n JOIN old_rows o ON o.id = n.id
     WHERE (o.names, o.mrn, o.birth_date, o.birth_date_precision, o.organisation_id, o.replaced_by) IS DISTINCT FROM (n.names, n.mrn, n.birth_date, n.birth_date_precision, n.organisation_id, n.replaced_by)) c
   WHERE id IS NOT NULL;
  IF changed IS NOT NULL THEN
    PERFORM app.change_in_search(changed);
  END IF;
  RETURN NULL;
END $$;
CREATE FUNCTION app.take_from_search() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM app.change_in_search(ARRAY(SELECT id FROM old_rows UNION SELECT replaced_by FROM old_rows WHERE replaced_by IS NOT NULL));
  RETURN NULL;
END $$;
CREATE TRIGGER search_insert AFTER INSERT ON patient REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION app.add_new_to_search();
CREATE TRIGGER search_update AFTER UPDATE ON patient REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION app.change_found_patients();
CREATE TRIGGER search_delete AFTER DELETE ON patient REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION app.take_from_search();
SELECT app.add_to_search(ARRAY(SELECT id FROM patient));

-- Words of the organisation that are like one, the nearest first.
CREATE FUNCTION app.similar_words(organisation uuid, token text) RETURNS TABLE (word text, errors integer) LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
  SELECT c.word, e.errors
    FROM (SELECT DISTINCT n.word FROM app.spelling_variants(token) v CROSS JOIN LATERAL
            (SELECT n.word FROM name_variant n WHERE n.organisation_id = similar_words.organisation AND n.variant = v COLLATE "C" ORDER BY n.word LIMIT 400) n) c
   CROSS JOIN LATERAL (SELECT levenshtein_less_equal(token, c.word, 2) AS errors) e
   WHERE c.word <> token AND e.errors <= 2 AND app.is_like(token, c.word)
   ORDER BY e.errors, c.word LIMIT 40
$$;

-- What is looked for, as words: of names, #MRN, @birth date (of both the beginning is enough).
CREATE FUNCTION app.searched_words(names text, mrn text, born text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT word FROM (SELECT word, min(n) AS n FROM unnest(app.name_parts(left(names, 200))) WITH ORDINALITY AS p (word, n) GROUP BY word ORDER BY min(n) LIMIT 6) w ORDER BY n)
    || CASE WHEN mrn IS NULL THEN '{}' ELSE ARRAY[left('#' || upper(normalize(mrn, NFKC)), 60)] END
    || CASE WHEN born IS NULL THEN '{}' ELSE ARRAY['@' || born] END
$$;

-- The patients of the caller's organisation that are looked for, in the order of phases: 0 those who have exactly these words and one of them first in
-- their name; 1 others who have exactly these words; 2 those whose words begin so; and where these are few, 3 and 4 those whose words are alike.
-- At most `most`, after the place `after` (phase, number of the word that leads, word, key, patient). The work is bounded whatever is asked: where too
-- many would have to be looked at, the last row has no patient and says from where to go on.
CREATE FUNCTION app.find_patients(acting jsonb, organisation uuid, names text, mrn text, born text, after jsonb, most integer)
RETURNS TABLE (outcome text, patient_id uuid, place jsonb) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  longest_look constant integer := 4000;
  few constant integer := 10;
  beyond constant text := chr(1114111);
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  tokens text[] := app.searched_words(names, mrn, born);
  -- How a key has each word: exactly, by its beginning, or alike.
  exactly text[];
  begins text[];
  alike text[];
  -- How many have each word, as far as it matters.
  bearers integer[] := '{}';
  -- Words that are looked for at the first place of a name, and the word that leads beside each.
  firsts text[] := '{}';
  beside integer[] := '{}';
  begun jsonb := COALESCE(after, '[0, 1, "", "", null]');
  phase integer := (begun ->> 0)::integer;
  led_by integer := (begun ->> 1)::integer;
  lead text;
  until text;
  counted integer;
  -- Of each word those that are like it, between spaces; and in their order the words of which those are looked at that are alike.
  similar_words text[];
  leads text[];
  at_word integer := 1;
  left_to_look integer := 2000;
  from_word text := NULLIF(begun ->> 2, '');
  from_key text := COALESCE(begun ->> 3, '');
  from_id uuid := COALESCE((begun ->> 4)::uuid, nobody);
  seen integer := 0;
  hit record;
  looked record;
BEGIN
  SELECT r.organisation_id INTO organisation
    FROM account a JOIN account_role r ON r.account_id = a.id
   WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active' AND r.role = acting ->> 'role' AND r.role IN ('desk', 'admin')
     AND r.organisation_id = COALESCE(find_patients.organisation, r.organisation_id)
   LIMIT 1;
  IF NOT FOUND THEN
    outcome := 'not-signed-in';
    RETURN NEXT;
    RETURN;
  END IF;
  outcome := 'open';
  IF cardinality(tokens) = 0 OR led_by > cardinality(tokens) THEN
    RETURN;
  END IF;
  FOR i IN 1 .. 8 LOOP
    exactly := exactly || CASE WHEN i > cardinality(tokens) THEN '' WHEN tokens[i] ~ '^[#@]' THEN ' ' || tokens[i] ELSE ' ' || tokens[i] || ' ' END;
    begins := begins || CASE WHEN i > cardinality(tokens) THEN '' ELSE ' ' || tokens[i] END;
  END LOOP;

  IF cardinality(tokens) > 1 THEN
    FOR i IN 1 .. cardinality(tokens) LOOP
      SELECT count(*) INTO counted FROM (SELECT FROM patient_search s WHERE s.organisation_id = find_patients.organisation AND s.word >= tokens[i] AND s.word < tokens[i] || beyond LIMIT 1000) c;
      bearers := bearers || counted;
    END LOOP;
    -- Of several common words even the first thousands of one may not have the other. Keys begin with the name's first word, so that who has
    -- one word first and another besides is found directly.
    FOR i IN 1 .. cardinality(tokens) LOOP
      CONTINUE WHEN tokens[i] ~ '^[#@]';
      counted := NULL;
      FOR j IN 1 .. cardinality(tokens) LOOP
        IF j <> i AND (tokens[j] !~ '^[#@]' OR tokens[j] ~ '^@.{10}$') AND (counted IS NULL OR bearers[j] < bearers[counted]) THEN
          counted := j;
        END IF;
      END LOOP;
      IF counted IS NOT NULL THEN
        firsts := firsts || tokens[i];
        beside := beside || counted;
      END IF;
    END LOOP;
  END IF;

  IF phase = 0 THEN
    FOR i IN led_by .. cardinality(firsts) LOOP
      lead := tokens[beside[i]];
      FOR hit IN
        SELECT s.key, s.patient_id
          FROM (SELECT e.key, e.patient_id FROM patient_search e
                 WHERE e.organisation_id = find_patients.organisation AND e.word = lead AND (e.key, e.patient_id) > (GREATEST(from_key, ' ' || firsts[i] || ' '), from_id)
                   AND e.key < ' ' || firsts[i] || '!'
                 ORDER BY e.key, e.patient_id LIMIT longest_look) s
         WHERE strpos(s.key, exactly[1]) > 0 AND strpos(s.key, exactly[2]) > 0 AND strpos(s.key, exactly[3]) > 0 AND strpos(s.key, exactly[4]) > 0
           AND strpos(s.key, exactly[5]) > 0 AND strpos(s.key, exactly[6]) > 0 AND strpos(s.key, exactly[7]) > 0 AND strpos(s.key, exactly[8]) > 0
         LIMIT most - seen
      LOOP
        seen := seen + 1;
        patient_id := hit.patient_id;
        place := jsonb_build_array(0, i, lead, hit.key, hit.patient_id);
        RETURN NEXT;
      END LOOP;
      IF seen >= most THEN
        RETURN;
      END IF;
      SELECT e.key, e.patient_id INTO looked FROM patient_search e
       WHERE e.organisation_id = find_patients.organisation AND e.word = lead AND (e.key, e.patient_id) > (GREATEST(from_key, ' ' || firsts[i] || ' '), from_id)
         AND e.key < ' ' || firsts[i] || '!'
       ORDER BY e.key, e.patient_id OFFSET longest_look - 1 LIMIT 1;
      IF FOUND THEN
        patient_id := NULL;
        place := jsonb_build_array(0, i, lead, looked.key, looked.patient_id);
        RETURN NEXT;
        RETURN;
      END IF;
      from_key := '';
      from_id := nobody;
    END LOOP;
    phase := 1;
    from_word := NULL;
    led_by := 0;
  END IF;

  -- The rarest word leads, and the others are looked for in the keys of those who have it. Which one leads goes with the place.
  IF led_by = 0 THEN
    led_by := 1;
    FOR i IN 2 .. cardinality(tokens) LOOP
      IF bearers[i] < bearers[led_by] THEN
        led_by := i;
      END IF;
    END LOOP;
  END IF;
  lead := tokens[led_by];
  WHILE phase <= 2 LOOP
    until := lead || CASE WHEN phase = 1 AND lead !~ '^[#@]' THEN chr(1) ELSE beyond END;
    from_word := COALESCE(from_word, lead);
    FOR hit IN
      SELECT s.word, s.key, s.patient_id
        FROM (SELECT e.word, e.key, e.patient_id FROM patient_search e
               WHERE e.organisation_id = find_patients.organisation AND (e.word, e.key, e.patient_id) > (from_word, from_key, from_id) AND e.word < until
               ORDER BY e.word, e.key, e.patient_id LIMIT longest_look) s
       WHERE strpos(s.key, begins[1]) > 0 AND strpos(s.key, begins[2]) > 0
         AND (begins[3] = '' OR (strpos(s.key, begins[3]) > 0 AND strpos(s.key, begins[4]) > 0 AND strpos(s.key, begins[5]) > 0 AND strpos(s.key, begins[6]) > 0 AND strpos(s.key, begins[7]) > 0 AND strpos(s.key, begins[8]) > 0))
         AND (phase = 1) = (strpos(s.key, exactly[1]) > 0 AND strpos(s.key, exactly[2]) > 0 AND strpos(s.key, exactly[3]) > 0 AND strpos(s.key, exactly[4]) > 0 AND strpos(s.key, exactly[5]) > 0 AND strpos(s.key, exactly[6]) > 0)
         AND (phase = 2 OR split_part(s.key, ' ', 2) <> ALL (firsts))
         -- Who has several words that begin so is shown at the first.
         AND NOT EXISTS (SELECT FROM unnest(string_to_array(s.key, ' ')) w WHERE w COLLATE "C" >= lead AND w COLLATE "C" < s.word)
       LIMIT most - seen
    LOOP
      seen := seen + 1;
      patient_id := hit.patient_id;
      place := jsonb_build_array(phase, led_by, hit.word, hit.key, hit.patient_id);
      RETURN NEXT;
    END LOOP;
    IF seen >= most THEN
      RETURN;
    END IF;
    SELECT e.word, e.key, e.patient_id INTO looked FROM patient_search e
     WHERE e.organisation_id = find_patients.organisation AND (e.word, e.key, e.patient_id) > (from_word, from_key, from_id) AND e.word < until
     ORDER BY e.word, e.key, e.patient_id OFFSET longest_look - 1 LIMIT 1;
    IF FOUND THEN
      patient_id := NULL;
      place := jsonb_build_array(phase, led_by, looked.word, looked.key, looked.patient_id);
      RETURN NEXT;
      RETURN;
    END IF;
    phase := phase + 1;
    from_word := NULL;
    from_key := '';
    from_id := nobody;
  END LOOP;
  IF (after IS NULL AND seen >= few) OR (after ->> 0)::integer <= 2 THEN
    RETURN;
  END IF;

  -- Alike: from here on another word may lead, the one of which fewest are alike. A word that a thousand have, beside others, is taken as it is.
  FOR i IN 1 .. cardinality(tokens) LOOP
    similar_words := similar_words || CASE WHEN app.allowed_errors(tokens[i]) = 0 OR bearers[i] >= 1000 THEN ''
      ELSE COALESCE((SELECT string_agg(w.word, ' ' ORDER BY w.errors, w.word) FROM app.similar_words(find_patients.organisation, tokens[i]) w), '') END;
  END LOOP;
  IF after IS NULL THEN
    led_by := 1;
    FOR i IN 1 .. CASE cardinality(tokens) WHEN 1 THEN 0 ELSE cardinality(tokens) END LOOP
      SELECT bearers[i] + COALESCE(sum(c.rows), 0) INTO counted FROM unnest(string_to_array(similar_words[i], ' ')) w CROSS JOIN LATERAL
        (SELECT count(*) AS rows FROM (SELECT FROM patient_search s WHERE s.organisation_id = find_patients.organisation AND s.word = w COLLATE "C" LIMIT 100) b) c;
      bearers[i] := counted;
      IF bearers[i] < bearers[led_by] THEN
        led_by := i;
      END IF;
    END LOOP;
  END IF;
  FOR i IN 1 .. 8 LOOP
    -- What leads is alike by itself; of numbers the beginning is asked below.
    alike := alike || CASE WHEN i > cardinality(tokens) OR i = led_by OR tokens[i] ~ '^[#@]' THEN '' WHEN similar_words[i] = '' THEN ' ' || tokens[i]
      ELSE ' (?:' || tokens[i] || '|' || replace(similar_words[i], ' ', ' |') || ' )' END;
  END LOOP;
  lead := tokens[led_by];
  -- First those who have the leading word, and of the others something alike; then those who have something like the leading word.
  leads := lead || string_to_array(similar_words[led_by], ' ');
  IF from_word IS NOT NULL THEN
    at_word := CASE WHEN phase = 3 THEN 1 ELSE COALESCE(array_position(leads, from_word), cardinality(leads) + 1) END;
  END IF;
  FOR i IN at_word .. cardinality(leads) LOOP
    -- Who has the only word was shown.
    CONTINUE WHEN i = 1 AND cardinality(tokens) = 1;
    phase := CASE i WHEN 1 THEN 3 ELSE 4 END;
    until := leads[i] || CASE phase WHEN 4 THEN chr(1) ELSE beyond END;
    from_word := COALESCE(from_word, leads[i]);
    FOR hit IN
      SELECT s.word, s.key, s.patient_id
        FROM (SELECT e.word, e.key, e.patient_id FROM patient_search e
               WHERE e.organisation_id = find_patients.organisation AND (e.word, e.key, e.patient_id) > (from_word, from_key, from_id) AND e.word < until
               ORDER BY e.word, e.key, e.patient_id LIMIT left_to_look) s
       WHERE (alike[1] = '' OR s.key ~ alike[1]) AND (alike[2] = '' OR s.key ~ alike[2]) AND (alike[3] = '' OR s.key ~ alike[3])
         AND (alike[4] = '' OR s.key ~ alike[4]) AND (alike[5] = '' OR s.key ~ alike[5]) AND (alike[6] = '' OR s.key ~ alike[6])
         AND NOT EXISTS (SELECT FROM unnest(begins) b WHERE b ~ '^ [#@]' AND strpos(s.key, b) = 0)
         -- Those whose words all begin so have been shown, and who has several words like the leading one is shown at the first.
         AND EXISTS (SELECT FROM unnest(begins) b WHERE strpos(s.key, b) = 0)
         AND NOT EXISTS (SELECT FROM unnest(string_to_array(s.key, ' ')) w
                          WHERE (w COLLATE "C" >= lead AND w COLLATE "C" < lead || beyond AND (phase = 4 OR w COLLATE "C" < s.word)) OR (phase = 4 AND array_position(leads, w) < i))
       LIMIT most - seen
    LOOP
      seen := seen + 1;
      patient_id := hit.patient_id;
      place := jsonb_build_array(phase, led_by, hit.word, hit.key, hit.patient_id);
      RETURN NEXT;
    END LOOP;
    IF seen >= most THEN
      RETURN;
    END IF;
    SELECT count(*) INTO counted FROM (
      SELECT FROM patient_search e WHERE e.organisation_id = find_patients.organisation AND (e.word, e.key, e.patient_id) > (from_word, from_key, from_id) AND e.word < until LIMIT left_to_look) c;
    IF counted >= left_to_look THEN
      SELECT e.word, e.key, e.patient_id INTO looked FROM patient_search e
       WHERE e.organisation_id = find_patients.organisation AND (e.word, e.key, e.patient_id) > (from_word, from_key, from_id)
       ORDER BY e.word, e.key, e.patient_id OFFSET counted - 1 LIMIT 1;
      patient_id := NULL;
      place := jsonb_build_array(phase, led_by, looked.word, looked.key, looked.patient_id);
      RETURN NEXT;
      RETURN;
    END IF;
    left_to_look := left_to_look - counted;
    from_word := NULL;
    from_key := '';
    from_id := nobody;
  END LOOP;
END $$;

-- The same with what tells one from another in a list: twins have a family name and a birth date in common.
-- Who was found is looked up one by one: of some ten thousand patients the planner would rather read them all, for 20 ms.
CREATE FUNCTION app.search_patients(acting jsonb, organisation uuid, names text, mrn text, born text, after jsonb, most integer)
RETURNS TABLE (outcome text, id uuid, mrn_found text, names_found jsonb, birth_date text, birth_date_precision text, sex text, verification text, place jsonb) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
  SELECT f.outcome, p.id, p.mrn, p.names, p.birth_date::text, p.birth_date_precision, p.sex, p.verification, f.place
    FROM app.find_patients(acting, organisation, names, mrn, born, after, LEAST(most, 201)) WITH ORDINALITY AS f (outcome, patient_id, place, n)
    LEFT JOIN patient p ON p.id = f.patient_id
   ORDER BY f.n
$$;

-- Which of the patients that the context has opened are looked for, by the same rules, and how well they match: 0 exactly, 1 by beginnings, 2 alike.
CREATE FUNCTION app.match_opened(names text, mrn text, born text) RETURNS TABLE (patient_id uuid, phase integer) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH searched AS MATERIALIZED (
    SELECT t AS token, ' ' || t AS begins, CASE WHEN t ~ '^[#@]' THEN ' ' || t ELSE ' ' || t || ' ' END AS exactly, app.allowed_errors(t) AS errors FROM unnest(app.searched_words(names, mrn, born)) t)
  SELECT e.patient_id, m.phase
    FROM (SELECT DISTINCT ON (s.patient_id) s.patient_id, s.key FROM unnest(app.opened_patients()) o JOIN patient_search s ON s.patient_id = o AND s.word >= '#' AND s.word < '$') e
   CROSS JOIN LATERAL (
     SELECT max(CASE WHEN strpos(e.key, t.exactly) > 0 THEN 0 WHEN strpos(e.key, t.begins) > 0 THEN 1
                     WHEN t.errors > 0 AND EXISTS (SELECT FROM unnest(string_to_array(e.key, ' ')) w WHERE w ~ '^[^#@]' AND length(w) BETWEEN length(t.token) - 2 AND length(t.token) + 2 AND app.is_like(t.token, w)) THEN 2 ELSE 3 END) AS phase
       FROM searched t) m
   WHERE m.phase < 3
$$;

-- As before, and: who is in care of a record that was merged has the surviving one in their list.
CREATE OR REPLACE FUNCTION app.open_panel(acting jsonb, OUT outcome text, OUT doctor_id uuid) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  patient_ids uuid[];
BEGIN
  SELECT d.id INTO doctor_id
    FROM account a
    JOIN account_role r ON r.account_id = a.id AND r.role = 'doctor' AND acting ->> 'role' = 'doctor'
    JOIN doctor d ON d.account_id = a.id AND d.status = 'active'
   WHERE a.id = actor AND a.status = 'active' LIMIT 1;

  IF doctor_id IS NULL THEN
    outcome := 'not-signed-in';
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
    RETURN;
  END IF;

  SELECT array_agg(DISTINCT o.patient_id) INTO patient_ids
    FROM doctor_patient o
   WHERE (o.doctor_id = open_panel.doctor_id
          OR o.doctor_id IN (SELECT v.doctor_id FROM cover v WHERE v.covered_by = open_panel.doctor_id AND v.starts_at <= now() AND v.ends_at > now()))
     AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now());
  -- Few records have been merged: their index answers.
  patient_ids := patient_ids || (SELECT array_agg(DISTINCT p.replaced_by) FROM patient p WHERE p.replaced_by IS NOT NULL AND p.id = ANY (patient_ids) AND p.replaced_by <> ALL (patient_ids));
  outcome := 'open';
  PERFORM app.set_context(patient_ids, 'record', 0::smallint, 'nothing', 'staff', doctor_id, acting);
END $$;

REVOKE ALL ON FUNCTION app.add_to_search, app.change_in_search, app.find_patients, app.search_patients, app.match_opened FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.search_patients, app.match_opened TO anamnesis_user_service;

-- Changing a person.

-- Who acts, and for whom (beside app.acting_role()): for policies that tell apart who made the same context.
CREATE FUNCTION app.acting_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT (NULLIF(current_setting('app.acting', true), '')::jsonb ->> 'accountId')::uuid $$;
CREATE FUNCTION app.acting_for() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT (NULLIF(current_setting('app.acting', true), '')::jsonb ->> 'onBehalfOf')::uuid $$;

-- Desk and admin; a doctor in care by a relation of their own, whom the clearance tells from one who covers (0) or came in an emergency (2);
-- patients and who acts for them in everything, of whom the trigger below lets contact data through.
DROP POLICY person_change ON patient;
CREATE POLICY person_change ON patient FOR UPDATE TO anamnesis_user_service
  USING (app.is_opened(id) AND (app.may_write() IN ('person', 'home-measures', 'contact') OR (app.may_write() = 'chart' AND app.clearance() = 1)));
-- What no client's change may reach; merging is a function of its own.
REVOKE UPDATE (id, organisation_id, replaced_by, recorded_at) ON patient FROM anamnesis_user_service;

CREATE FUNCTION app.hold_to_contact_data() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  contact constant text[] := ARRAY['phone', 'email', 'address', 'zone', 'language', 'version', 'changed_origin', 'changed_xid'];
BEGIN
  IF to_jsonb(NEW) - contact IS DISTINCT FROM to_jsonb(OLD) - contact THEN
    RAISE EXCEPTION 'patients change their contact data only' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER contact_only BEFORE UPDATE ON patient FOR EACH ROW WHEN (app.may_write() IN ('home-measures', 'contact')) EXECUTE FUNCTION app.hold_to_contact_data();

-- Where a record could be written to before its address was changed: what is done to a record is told there too, so that who changes an address
-- can not hide what they do next.
CREATE TABLE former_contact (
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  email text,
  phone text,
  until timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (patient_id, id)
);
ALTER TABLE former_contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_read ON former_contact FOR SELECT TO anamnesis_user_service USING (app.is_opened(patient_id));
GRANT SELECT ON former_contact TO anamnesis_user_service;
SELECT audit.watch('former_contact', 'FormerContact', 'patient_id', 'id');
CREATE FUNCTION app.remember_contact() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO former_contact (patient_id, id, email, phone) VALUES (OLD.id, gen_random_uuid(), OLD.email, OLD.phone);
  RETURN NULL;
END $$;
CREATE TRIGGER remember_contact AFTER UPDATE OF email, phone ON patient FOR EACH ROW
  WHEN ((OLD.email IS NOT NULL AND OLD.email IS DISTINCT FROM NEW.email) OR (OLD.phone IS NOT NULL AND OLD.phone IS DISTINCT FROM NEW.phone)) EXECUTE FUNCTION app.remember_contact();

-- Merging: a link that can be taken back. Each one is kept, with what it changed besides.
CREATE TABLE patient_merge (
  -- The record that goes on under another id.
  patient_id uuid NOT NULL REFERENCES patient (id),
  id uuid NOT NULL,
  survivor_id uuid NOT NULL,
  reason text NOT NULL,
  made_by uuid NOT NULL REFERENCES account,
  at timestamptz NOT NULL DEFAULT now(),
  undone_by uuid REFERENCES account,
  undone_at timestamptz,
  -- Records that went on under this one and now go on under the survivor: there are no chains.
  relinked uuid[] NOT NULL DEFAULT '{}',
  -- {ended: the duplicate's primary relation, endedAt: when it would have ended, begun: the attending relation in its place}
  relations jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (patient_id, id)
);
ALTER TABLE patient_merge ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_read ON patient_merge FOR SELECT TO anamnesis_user_service USING (app.is_opened(patient_id));
GRANT SELECT ON patient_merge TO anamnesis_user_service;
SELECT audit.watch('patient_merge', 'PatientMerge', 'patient_id', 'id');

-- The chart that a record joins or leaves shows other rows from now on.
CREATE FUNCTION app.raise_chart_of_survivor() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE chart SET version = version + 1, raised_xid = pg_current_xact_id(), raised_at = now()
   WHERE patient_id IN (OLD.replaced_by, NEW.replaced_by) AND raised_xid <> pg_current_xact_id();
  RETURN NULL;
END $$;
CREATE TRIGGER chart_version_merge AFTER UPDATE OF replaced_by ON patient FOR EACH ROW WHEN (OLD.replaced_by IS DISTINCT FROM NEW.replaced_by) EXECUTE FUNCTION app.raise_chart_of_survivor();

-- Whether the account is, acts for, or cares for one of these patients: then it decides nothing about them.
CREATE FUNCTION app.is_close_to(account uuid, patients uuid[]) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM patient_account o WHERE o.account_id = account AND o.patient_id = ANY (patients))
      OR EXISTS (SELECT FROM representation r WHERE r.account_id = account AND r.patient_id = ANY (patients) AND (r.ends_at IS NULL OR r.ends_at > now()))
      OR EXISTS (SELECT FROM care_relation c JOIN doctor d ON d.id = c.doctor_id AND d.account_id = account WHERE c.patient_id = ANY (patients) AND (c.ends_at IS NULL OR c.ends_at > now()))
$$;

-- outcome: 'done', 'not-signed-in', 'unknown' (one of them is none of the caller's business), 'same', 'own', 'two-accounts'.
-- survivor: the record that goes on; where one of the two was merged before, it is the one that it goes on under.
-- Locks in the order of ids, and not against what refers to a patient: a visit that is being recorded goes on.
CREATE FUNCTION app.merge_patients(acting jsonb, merge uuid, into_patient uuid, duplicate uuid, because text, attending_id uuid, OUT outcome text, OUT survivor uuid, OUT replaced uuid, OUT primaries uuid[]) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  together uuid[];
  moved uuid[];
  ending record;
  relations jsonb := '{}';
BEGIN
  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  IF acting ->> 'role' <> 'desk' OR NOT EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = 'desk' WHERE a.id = actor AND a.status = 'active') THEN
    outcome := 'not-signed-in';
    RETURN;
  END IF;
  -- One merge of an organisation at a time: whom another one is changing at this moment can not be told before it is over.
  PERFORM pg_advisory_xact_lock(hashtextextended('app.merge ' || p.organisation_id, 0)) FROM patient p WHERE p.id = into_patient;
  SELECT COALESCE(p.replaced_by, p.id) INTO survivor FROM patient p JOIN account_role r ON r.account_id = actor AND r.role = 'desk' AND r.organisation_id = p.organisation_id WHERE p.id = into_patient;
  SELECT COALESCE(p.replaced_by, p.id) INTO replaced FROM patient p JOIN account_role r ON r.account_id = actor AND r.role = 'desk' AND r.organisation_id = p.organisation_id
     JOIN patient s ON s.id = into_patient AND s.organisation_id = p.organisation_id WHERE p.id = duplicate;
  IF survivor IS NULL OR replaced IS NULL THEN
    outcome := 'unknown';
    RETURN;
  END IF;
  IF survivor = replaced THEN
    outcome := 'same';
    RETURN;
  END IF;
  SELECT array_agg(l.id ORDER BY l.id) INTO together FROM (
    SELECT p.id FROM patient p WHERE p.id IN (survivor, replaced) OR p.replaced_by IN (survivor, replaced) ORDER BY p.id FOR NO KEY UPDATE) l;
  IF app.is_close_to(actor, together) THEN
    outcome := 'own';
    RETURN;
  END IF;
  IF (SELECT count(DISTINCT o.account_id) FROM patient_account o WHERE o.patient_id = ANY (together)) > 1 THEN
    outcome := 'two-accounts';
    RETURN;
  END IF;

  PERFORM app.set_context(ARRAY[survivor, replaced], 'person', 0::smallint, 'person', 'staff', NULL, acting || jsonb_build_object('reason', because));
  -- One person has one primary doctor: the survivor's. The other one goes on as attending, and is primary again when this is undone.
  SELECT c.* INTO ending FROM care_relation c WHERE c.patient_id = replaced AND c.kind = 'primary' AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now());
  IF FOUND AND EXISTS (SELECT FROM care_relation c WHERE c.patient_id = survivor AND c.kind = 'primary' AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now())) THEN
    UPDATE care_relation SET ends_at = now(), version = version + 1 WHERE patient_id = replaced AND id = ending.id;
    UPDATE doctor_patient SET ends_at = now() WHERE doctor_id = ending.doctor_id AND id = ending.id;
    relations := jsonb_build_object('ended', ending.id, 'endedAt', ending.ends_at);
    IF NOT EXISTS (SELECT FROM care_relation c WHERE c.patient_id = replaced AND c.doctor_id = ending.doctor_id AND c.kind = 'attending' AND (c.ends_at IS NULL OR c.ends_at > now())) THEN
      INSERT INTO care_relation (patient_id, id, doctor_id, kind, starts_at, ends_at, reason) VALUES (replaced, attending_id, ending.doctor_id, 'attending', now(), ending.ends_at, 'was primary of a record that was merged');
      INSERT INTO doctor_patient (doctor_id, id, patient_id, kind, starts_at, ends_at) VALUES (ending.doctor_id, attending_id, replaced, 'attending', now(), ending.ends_at);
      relations := relations || jsonb_build_object('begun', attending_id);
    END IF;
  END IF;
  SELECT COALESCE(array_agg(p.id), '{}') INTO moved FROM patient p WHERE p.replaced_by = replaced;
  UPDATE patient SET replaced_by = survivor, version = version + 1 WHERE id = replaced OR replaced_by = replaced;
  UPDATE patient SET version = version + 1 WHERE id = survivor;
  INSERT INTO patient_merge (patient_id, id, survivor_id, reason, made_by, relinked, relations) VALUES (replaced, merge, survivor, because, actor, moved, relations);
  SELECT array_agg(DISTINCT d.account_id) FILTER (WHERE d.account_id IS NOT NULL) INTO primaries FROM doctor d WHERE d.id = ending.doctor_id
      OR d.id IN (SELECT c.doctor_id FROM care_relation c WHERE c.patient_id = survivor AND c.kind = 'primary' AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()));
  outcome := 'done';
END $$;

-- outcome: 'done', 'not-signed-in', 'unknown', 'own', 'not-merged'. What the merge changed is as it was before; what came since stays.
CREATE FUNCTION app.unmerge_patient(acting jsonb, patient uuid, because text, OUT outcome text, OUT survivor uuid, OUT primaries uuid[]) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
  together uuid[];
  made patient_merge;
BEGIN
  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  IF acting ->> 'role' <> 'desk' OR NOT EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = 'desk' WHERE a.id = actor AND a.status = 'active') THEN
    outcome := 'not-signed-in';
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('app.merge ' || p.organisation_id, 0)) FROM patient p WHERE p.id = unmerge_patient.patient;
  IF NOT EXISTS (SELECT FROM patient p JOIN account_role r ON r.account_id = actor AND r.role = 'desk' AND r.organisation_id = p.organisation_id WHERE p.id = unmerge_patient.patient) THEN
    outcome := 'unknown';
    RETURN;
  END IF;
  SELECT p.replaced_by INTO survivor FROM patient p WHERE p.id = unmerge_patient.patient;
  SELECT m.* INTO made FROM patient_merge m WHERE m.patient_id = unmerge_patient.patient AND m.undone_at IS NULL ORDER BY m.at DESC, m.id DESC LIMIT 1;
  IF survivor IS NULL OR made.id IS NULL THEN
    outcome := 'not-merged';
    survivor := NULL;
    RETURN;
  END IF;
  SELECT array_agg(l.id ORDER BY l.id) INTO together FROM (SELECT p.id FROM patient p WHERE p.id = survivor OR p.replaced_by = survivor ORDER BY p.id FOR NO KEY UPDATE) l;
  IF app.is_close_to(actor, together) THEN
    outcome := 'own';
    RETURN;
  END IF;

  PERFORM app.set_context(ARRAY[survivor, unmerge_patient.patient], 'person', 0::smallint, 'person', 'staff', NULL, acting || jsonb_build_object('reason', because));
  UPDATE patient SET replaced_by = NULL, version = version + 1 WHERE id = unmerge_patient.patient;
  -- Of those that came along: who has been taken out meanwhile, or went elsewhere, stays there.
  UPDATE patient SET replaced_by = unmerge_patient.patient, version = version + 1 WHERE id = ANY (made.relinked) AND replaced_by = survivor;
  UPDATE patient SET version = version + 1 WHERE id = survivor;
  IF made.relations ? 'begun' THEN
    UPDATE care_relation SET ends_at = GREATEST(now(), starts_at), version = version + 1 WHERE care_relation.patient_id = unmerge_patient.patient AND id = (made.relations ->> 'begun')::uuid AND (ends_at IS NULL OR ends_at > now());
    UPDATE doctor_patient SET ends_at = GREATEST(now(), starts_at) WHERE id = (made.relations ->> 'begun')::uuid AND doctor_patient.patient_id = unmerge_patient.patient AND (ends_at IS NULL OR ends_at > now());
  END IF;
  IF made.relations ? 'ended' AND NOT EXISTS (SELECT FROM care_relation c WHERE c.patient_id = unmerge_patient.patient AND c.kind = 'primary' AND c.id <> (made.relations ->> 'ended')::uuid AND (c.ends_at IS NULL OR c.ends_at > now())) THEN
    UPDATE care_relation SET ends_at = (made.relations ->> 'endedAt')::timestamptz, version = version + 1 WHERE care_relation.patient_id = unmerge_patient.patient AND id = (made.relations ->> 'ended')::uuid;
    UPDATE doctor_patient SET ends_at = (made.relations ->> 'endedAt')::timestamptz WHERE id = (made.relations ->> 'ended')::uuid AND doctor_patient.patient_id = unmerge_patient.patient;
  END IF;
  UPDATE patient_merge SET undone_at = now(), undone_by = actor WHERE patient_id = made.patient_id AND id = made.id;
  SELECT array_agg(DISTINCT d.account_id) FILTER (WHERE d.account_id IS NOT NULL) INTO primaries FROM doctor d
   WHERE d.id IN (SELECT c.doctor_id FROM care_relation c WHERE c.patient_id IN (survivor, unmerge_patient.patient) AND c.kind = 'primary' AND c.starts_at <= now() AND (c.ends_at IS NULL OR c.ends_at > now()));
  outcome := 'done';
END $$;

-- Two records of which somebody said that they are not one person: not offered as duplicates again. The lesser id comes first.
CREATE TABLE patient_distinction (
  patient_id uuid NOT NULL REFERENCES patient (id),
  other_id uuid NOT NULL,
  said_by uuid NOT NULL REFERENCES account,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (patient_id, other_id),
  CHECK (patient_id < other_id)
);
ALTER TABLE patient_distinction ENABLE ROW LEVEL SECURITY;
CREATE POLICY person_read ON patient_distinction FOR SELECT TO anamnesis_user_service USING (app.is_opened(patient_id));
GRANT SELECT ON patient_distinction TO anamnesis_user_service;
SELECT audit.watch('patient_distinction', 'PatientDistinction', 'patient_id', 'other_id');

CREATE INDEX patient_email ON patient (organisation_id, lower(email)) WHERE email IS NOT NULL;
CREATE INDEX patient_phone ON patient (organisation_id, right(regexp_replace(phone, '\D', '', 'g'), 9)) WHERE phone IS NOT NULL;
CREATE INDEX patient_newest ON patient (organisation_id, id DESC);

-- How much speaks for two records being of one person, and what: names 4 (alike 2), birth date 4 (day and month changed places, or one digit
-- wrong: 2), e-mail 3, phone 3, sex 1. Against it: another sex 2, another birth date 2. From 6 on it is worth a look.
CREATE FUNCTION app.duplicates_of(subject patient, OUT other_id uuid, OUT score integer, OUT agrees text[]) RETURNS SETOF record LANGUAGE sql STABLE
SET search_path = pg_catalog, public, pg_temp SET enable_seqscan = off AS $$
  WITH own AS MATERIALIZED (
    SELECT ARRAY(SELECT s.word FROM patient_search s WHERE s.patient_id = subject.id AND app.allowed_errors(s.word) > 0) AS words, app.partial_date(subject.birth_date, subject.birth_date_precision) AS born),
  -- Bounded whatever they are called: of those born on the same day, of the same e-mail and phone, and of those who have two of the rarer words.
  candidate AS (
    (SELECT s.patient_id AS id FROM own, patient_search s WHERE subject.birth_date_precision = 'day' AND s.organisation_id = subject.organisation_id AND s.word = '@' || own.born LIMIT 300)
    UNION (SELECT p.id FROM patient p WHERE p.organisation_id = subject.organisation_id AND p.email IS NOT NULL AND lower(p.email) = lower(subject.email) LIMIT 50)
    UNION (SELECT p.id FROM patient p WHERE p.organisation_id = subject.organisation_id AND p.phone IS NOT NULL AND right(regexp_replace(p.phone, '\D', '', 'g'), 9) = right(regexp_replace(subject.phone, '\D', '', 'g'), 9)
              AND length(regexp_replace(subject.phone, '\D', '', 'g')) >= 5 LIMIT 50)
    UNION (SELECT c.patient_id FROM own, LATERAL (
        SELECT w.word FROM unnest(own.words) w (word)
         ORDER BY (SELECT count(*) FROM (SELECT FROM patient_search s WHERE s.organisation_id = subject.organisation_id AND s.word = w.word COLLATE "C" LIMIT 300) n), w.word LIMIT 1) rare,
      LATERAL (SELECT s.patient_id FROM patient_search s WHERE s.organisation_id = subject.organisation_id AND s.word = rare.word COLLATE "C"
                  AND (SELECT count(*) FROM unnest(own.words) w WHERE strpos(s.key, ' ' || w || ' ') > 0) >= 2 ORDER BY s.key, s.patient_id LIMIT 100) c)
  ), judged AS (
    SELECT p.id,
           own.words <@ other.words OR other.words <@ own.words AS same_names,
           (SELECT count(*) FROM unnest(own.words) w WHERE EXISTS (SELECT FROM unnest(other.words) o WHERE levenshtein_less_equal(w, o, 2) <= LEAST(app.allowed_errors(w), app.allowed_errors(o)))) >= 2 AS like_names,
           p.birth_date = subject.birth_date AND p.birth_date_precision = subject.birth_date_precision AS same_birth,
           p.birth_date <> subject.birth_date AND (levenshtein(p.birth_date::text, subject.birth_date::text) = 1
              OR p.birth_date::text = left(subject.birth_date::text, 5) || substr(subject.birth_date::text, 9, 2) || '-' || substr(subject.birth_date::text, 6, 2)) AS like_birth,
           p.birth_date <> subject.birth_date AND p.birth_date_precision = 'day' AND subject.birth_date_precision = 'day' AS other_birth,
           p.sex = subject.sex AND p.sex <> 'unknown' AS same_sex, p.sex <> subject.sex AND 'unknown' NOT IN (p.sex, subject.sex) AS other_sex,
           COALESCE(lower(p.email) = lower(subject.email), false) AS same_email,
           COALESCE(right(regexp_replace(p.phone, '\D', '', 'g'), 9) = right(regexp_replace(subject.phone, '\D', '', 'g'), 9) AND length(regexp_replace(p.phone, '\D', '', 'g')) >= 5, false) AS same_phone
      FROM own, candidate c JOIN patient p ON p.id = c.id AND p.id <> subject.id AND p.replaced_by IS NULL AND p.organisation_id = subject.organisation_id
     CROSS JOIN LATERAL (SELECT ARRAY(SELECT s.word FROM patient_search s WHERE s.patient_id = p.id AND app.allowed_errors(s.word) > 0) AS words) other
     WHERE NOT EXISTS (SELECT FROM patient_distinction d WHERE d.patient_id = LEAST(p.id, subject.id) AND d.other_id = GREATEST(p.id, subject.id))
  ), scored AS (
    SELECT id, CASE WHEN same_names AND cardinality(own.words) > 0 THEN 4 WHEN like_names THEN 2 ELSE 0 END + CASE WHEN same_birth THEN 4 WHEN like_birth THEN 2 WHEN other_birth THEN -2 ELSE 0 END
           + CASE WHEN same_email THEN 3 ELSE 0 END + CASE WHEN same_phone THEN 3 ELSE 0 END + CASE WHEN same_sex THEN 1 WHEN other_sex THEN -2 ELSE 0 END AS score,
           array_remove(ARRAY[CASE WHEN same_names THEN 'names' WHEN like_names THEN 'names-alike' END, CASE WHEN same_birth THEN 'birthDate' WHEN like_birth THEN 'birthDate-alike' END,
             CASE WHEN same_sex THEN 'sex' END, CASE WHEN same_phone THEN 'phone' END, CASE WHEN same_email THEN 'email' END], NULL) AS agrees
      FROM judged, own
  )
  SELECT id, score, agrees FROM scored WHERE score >= 6 ORDER BY score DESC, id LIMIT 20
$$;

-- outcome as of app.search_patients, or 'unknown'. Of one patient, or of those of the organisation who were registered last: of each the older
-- records that may be theirs. It goes on after the pair of `subject_before` with `other_before`, of this score; where no pair is named, with who was
-- registered before. The work is bounded; the last row may have no pair, and says who was looked at last.
CREATE FUNCTION app.list_duplicates(acting jsonb, patient uuid, subject_before uuid, score_before integer, other_before uuid, most integer)
RETURNS TABLE (outcome text, id uuid, other_id uuid, score integer, agrees text[], persons jsonb, looked_until uuid) LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  organisations uuid[];
  subject record;
  pair record;
  seen integer := 0;
  looked integer := 0;
BEGIN
  SELECT array_agg(r.organisation_id) INTO organisations FROM account a JOIN account_role r ON r.account_id = a.id
   WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active' AND r.role = acting ->> 'role' AND r.role IN ('desk', 'admin');
  IF organisations IS NULL THEN
    outcome := 'not-signed-in';
    RETURN NEXT;
    RETURN;
  END IF;
  outcome := 'open';
  FOR subject IN
    SELECT s AS it, s.id FROM patient s WHERE list_duplicates.patient IS NOT NULL AND s.id = list_duplicates.patient AND s.organisation_id = ANY (organisations)
    UNION ALL
    (SELECT s, s.id FROM patient s WHERE list_duplicates.patient IS NULL AND s.organisation_id = organisations[1]
      AND s.id <= COALESCE(subject_before, 'ffffffff-ffff-ffff-ffff-ffffffffffff') AND (s.id IS DISTINCT FROM subject_before OR other_before IS NOT NULL)
      ORDER BY s.id DESC LIMIT 100)
  LOOP
    looked := looked + 1;
    looked_until := subject.id;
    CONTINUE WHEN (subject.it).replaced_by IS NOT NULL;
    FOR pair IN
      SELECT d.* FROM app.duplicates_of(subject.it) d
       WHERE list_duplicates.patient IS NOT NULL
          OR (d.other_id < subject.id AND (subject.id IS DISTINCT FROM subject_before OR d.score < score_before OR (d.score = score_before AND d.other_id > other_before)))
    LOOP
      seen := seen + 1;
      id := subject.id;
      other_id := pair.other_id;
      score := pair.score;
      agrees := pair.agrees;
      SELECT jsonb_agg(jsonb_build_object('id', p.id, 'mrn', p.mrn, 'names', p.names, 'birth_date', p.birth_date, 'birth_date_precision', p.birth_date_precision, 'sex', p.sex, 'verification', p.verification) ORDER BY p.id = pair.other_id)
        INTO persons FROM patient p WHERE p.id IN (subject.id, pair.other_id);
      RETURN NEXT;
      IF seen >= most THEN
        RETURN;
      END IF;
    END LOOP;
  END LOOP;
  IF list_duplicates.patient IS NOT NULL AND looked = 0 THEN
    outcome := 'unknown';
    RETURN NEXT;
  ELSIF list_duplicates.patient IS NULL AND looked = 100 THEN
    id := NULL;
    other_id := NULL;
    RETURN NEXT;
  END IF;
END $$;

-- outcome: 'done', 'unknown', 'not-signed-in'.
CREATE FUNCTION app.tell_patients_apart(acting jsonb, patient uuid, other uuid, OUT outcome text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  actor uuid := (acting ->> 'accountId')::uuid;
BEGIN
  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  IF acting ->> 'role' <> 'desk' OR NOT EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = 'desk' WHERE a.id = actor AND a.status = 'active') THEN
    outcome := 'not-signed-in';
  ELSIF patient = other OR (SELECT count(*) FROM patient p JOIN account_role r ON r.account_id = actor AND r.role = 'desk' AND r.organisation_id = p.organisation_id WHERE p.id IN (tell_patients_apart.patient, other)) < 2 THEN
    outcome := 'unknown';
  ELSE
    PERFORM app.set_context(ARRAY[patient, other], 'person', 0::smallint, 'person', 'staff', NULL, acting);
    INSERT INTO patient_distinction (patient_id, other_id, said_by) VALUES (LEAST(patient, other), GREATEST(patient, other), actor) ON CONFLICT DO NOTHING;
    outcome := 'done';
  END IF;
END $$;
REVOKE ALL ON FUNCTION app.is_close_to, app.merge_patients, app.unmerge_patient, app.duplicates_of, app.list_duplicates, app.tell_patients_apart FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.merge_patients, app.unmerge_patient, app.list_duplicates, app.tell_patients_apart TO anamnesis_user_service;

-- Acting for somebody. A guardian's right ends by itself at majority, or when evidence says so.
ALTER TABLE representation ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN until_majority boolean NOT NULL DEFAULT false,
  ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT now();
-- The first moment of the 18th birthday where the patient lives. Who was born on 29 February has it on 1 March of common years (BGB 187, 188; the
-- same in English law).
CREATE FUNCTION app.majority(birth date, zone text) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (CASE WHEN to_char(birth, 'MM-DD') = '02-29' THEN (birth - 1 + interval '18 years' + interval '1 day') ELSE birth + interval '18 years' END) AT TIME ZONE zone
$$;
-- A birth date or zone that is corrected moves the end with it.
CREATE FUNCTION app.move_majority() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE representation SET ends_at = GREATEST(app.majority(NEW.birth_date, NEW.zone), starts_at), version = version + 1
   WHERE patient_id = NEW.id AND until_majority AND (ends_at IS NULL OR ends_at > now()) AND NEW.birth_date IS NOT NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER majority_moves AFTER UPDATE OF birth_date, zone ON patient FOR EACH ROW
  WHEN (OLD.birth_date IS DISTINCT FROM NEW.birth_date OR OLD.zone IS DISTINCT FROM NEW.zone) EXECUTE FUNCTION app.move_majority();

-- The desk with evidence, or the patient, who names a proxy; nobody for an account of their own; who acts for somebody may lay that down.
DROP POLICY person_add ON representation;
DROP POLICY person_change ON representation;
CREATE POLICY person_add ON representation FOR INSERT TO anamnesis_user_service
  WITH CHECK (app.is_opened(patient_id) AND account_id <> app.acting_account()
              AND ((app.acting_role() = 'desk' AND app.may_write() = 'person') OR (app.acting_role() = 'patient' AND app.acting_for() IS NULL AND kind = 'proxy')));
CREATE POLICY person_change ON representation FOR UPDATE TO anamnesis_user_service
  USING (app.is_opened(patient_id) AND ((app.acting_role() = 'desk' AND app.may_write() = 'person') OR (app.acting_role() = 'patient' AND (app.acting_for() IS NULL OR account_id = app.acting_account()))));
REVOKE UPDATE ON representation FROM anamnesis_user_service;
GRANT UPDATE (ends_at, until_majority, version) ON representation TO anamnesis_user_service;

-- Whose records an account opens as a patient: its own, and those of whom it acts for now. Of the caller's own account only.
CREATE FUNCTION app.represented_by(acting jsonb) RETURNS TABLE (patient_id uuid, names jsonb, kind text, scope text, ends_at timestamptz) LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.id, s.names, w.kind, w.scope, w.ends_at
    FROM account a
   CROSS JOIN LATERAL (
     SELECT o.patient_id, 'self' AS kind, 'full' AS scope, NULL::timestamptz AS ends_at, '-infinity'::timestamptz AS starts_at FROM patient_account o WHERE o.account_id = a.id
     UNION ALL SELECT r.patient_id, r.kind, r.scope, r.ends_at, r.starts_at FROM representation r
                WHERE r.account_id = a.id AND r.starts_at <= now() AND (r.ends_at IS NULL OR r.ends_at > now())) w
    JOIN patient p ON p.id = w.patient_id JOIN patient s ON s.id = COALESCE(p.replaced_by, p.id)
   WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active' AND acting ->> 'role' = 'patient'
     AND EXISTS (SELECT FROM account_role r WHERE r.account_id = a.id AND r.role = 'patient')
   ORDER BY w.starts_at, s.id LIMIT 200
$$;
-- Whether an account may act for somebody at all: it is active and a patient's, as which it would sign in.
CREATE FUNCTION app.may_represent(account uuid) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = 'patient' WHERE a.id = account AND a.status = 'active')
$$;
REVOKE ALL ON FUNCTION app.represented_by, app.may_represent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.represented_by, app.may_represent TO anamnesis_user_service;

-- When a doctor is away. Taken back, never removed.
CREATE TABLE doctor_absence (
  doctor_id uuid NOT NULL REFERENCES doctor,
  id uuid NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('holiday', 'illness', 'training', 'other')),
  cancelled_at timestamptz,
  version integer NOT NULL DEFAULT 1,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (doctor_id, id),
  CHECK (ends_at > starts_at)
);
GRANT SELECT, INSERT, UPDATE ON doctor_absence TO anamnesis_user_service;
GRANT SELECT ON doctor_absence TO anamnesis_visit_service;
SELECT audit.watch('doctor_absence', 'DoctorAbsence', '', 'id');
-- Hours are replaced as a whole; what they were stands in the audit.
GRANT DELETE ON working_hours TO anamnesis_user_service;

-- Of which organisations the caller may know the doctors: staff of theirs, patients of those that have a record of them or of whom they act for.
CREATE FUNCTION app.known_organisations(acting jsonb) RETURNS uuid[] LANGUAGE sql STABLE
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT array_agg(DISTINCT k.organisation_id) FROM account a
    JOIN account_role r ON r.account_id = a.id AND r.role = acting ->> 'role'
   CROSS JOIN LATERAL (
     SELECT r.organisation_id WHERE r.role <> 'patient' AND r.organisation_id IS NOT NULL
     UNION SELECT d.organisation_id FROM doctor d WHERE r.role = 'doctor' AND d.account_id = a.id AND d.status = 'active'
     UNION SELECT p.organisation_id FROM patient_account o JOIN patient p ON p.id = o.patient_id WHERE r.role = 'patient' AND o.account_id = a.id
     UNION SELECT p.organisation_id FROM representation t JOIN patient p ON p.id = t.patient_id
            WHERE r.role = 'patient' AND t.account_id = a.id AND t.starts_at <= now() AND (t.ends_at IS NULL OR t.ends_at > now())) k
   WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active'
$$;
-- What the caller may do about a doctor, and the context in which it is done. outcome: 'own', 'organisation' (desk and admin of theirs), 'colleague'
-- (other staff of theirs), 'patient', 'unknown', 'not-signed-in'.
CREATE FUNCTION app.open_doctor(acting jsonb, doctor uuid, OUT outcome text) LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, NULL, NULL);
  IF NOT EXISTS (SELECT FROM account a JOIN account_role r ON r.account_id = a.id AND r.role = acting ->> 'role' WHERE a.id = (acting ->> 'accountId')::uuid AND a.status = 'active') THEN
    outcome := 'not-signed-in';
    RETURN;
  END IF;
  SELECT CASE WHEN acting ->> 'role' = 'doctor' AND d.account_id = (acting ->> 'accountId')::uuid AND d.status = 'active' THEN 'own'
              WHEN d.organisation_id <> ALL (COALESCE(app.known_organisations(acting), '{}')) THEN 'unknown'
              WHEN acting ->> 'role' = 'patient' THEN CASE d.status WHEN 'active' THEN 'patient' ELSE 'unknown' END
              WHEN acting ->> 'role' IN ('desk', 'admin') THEN 'organisation' ELSE 'colleague' END
    INTO outcome FROM doctor d WHERE d.id = open_doctor.doctor;
  outcome := COALESCE(outcome, 'unknown');
  IF outcome <> 'unknown' THEN
    PERFORM app.set_context(NULL, NULL, NULL, NULL, NULL, CASE outcome WHEN 'own' THEN doctor END, acting);
  END IF;
END $$;
REVOKE ALL ON FUNCTION app.known_organisations, app.open_doctor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.known_organisations, app.open_doctor TO anamnesis_user_service;
