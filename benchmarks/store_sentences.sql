-- Words of syllables, and 20,000 sentences of them: common words come far more often than rare ones.
CREATE TEMP TABLE words AS
SELECT n, (['ba','ke','lo','mi','nu','ra','se','ti','vo','wen','zar','dol','fir','gan','hul','pex','qua','sol','tran','ys'])
        [1 + (hash(n, 1) % 20)::BIGINT]
    || (['da','le','ni','po','ru','sha','te','vi','xo','zen','con','dis','mer','par','ver','lan','tor','gre','phi','sto'])
        [1 + (hash(n, 2) % 20)::BIGINT]
    || CASE WHEN hash(n, 3) % 3 = 0 THEN '' ELSE (['nal','ment','ing','tion','er','ly','ous','ate','ism','ard'])
        [1 + (hash(n, 4) % 10)::BIGINT] END AS word
FROM range(3000) r(n);

CREATE TEMP TABLE sentences AS
SELECT s.n, upper(left(string_agg(w.word, ' ' ORDER BY k), 1))
    || string_agg(w.word, ' ' ORDER BY k)[2:] || '. ' AS sentence
FROM range(20000) s(n), range(14) p(k), words w
WHERE k < 7 + hash(s.n, 5) % 8
  -- Common words come far more often than rare ones, as in any language.
  AND w.n = (3000 * pow((hash(s.n, k, 6) % 1000000) / 1e6, 3))::INTEGER
GROUP BY s.n;
