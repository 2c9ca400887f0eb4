-- A failed try doesn't hide the text that stood before it any more: "failed" is a row without a text.
UPDATE bright.conversations SET generation_state = 'generated' WHERE generation_state = 'failed' AND version_number > 0;
