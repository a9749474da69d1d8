"""联合任务: joint visits, joint reviews, supervision, expert reviews and hearings: their words, one table of
states and acts, who stands how, dates and deadlines, what is agreed by silence, and what is to be mended."""
