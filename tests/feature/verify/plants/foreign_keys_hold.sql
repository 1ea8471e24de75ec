update vehicles set depot_id = 'nowhere';
