-- Claims every day that is behind and gives the generation that is about to be read.
UPDATE dirty_day SET claimed = generation RETURNING day, generation;
