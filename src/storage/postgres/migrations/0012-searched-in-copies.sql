-- Searches look through copies of the cases, so what only searches in the database need is not kept with each write:
-- these indexes were two thirds of what the database did for a new case. Where tables are spread over machines there
-- is no copy; `opencases distribute` makes them again. In one statement, which ends with its line.
do $$ begin
  if not (select spread from config_version) then
    drop index case_values_text, case_values_number, case_tags_key, case_tags_value,
      case_words_words; end if; end $$;
