update events set data = replace(data, 'van 1', 'van 9');
