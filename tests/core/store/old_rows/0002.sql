INSERT INTO complaints (telegram_id, surname, given, title, words, made_at, settled_by, settled_at)
    VALUES (101, '王', '小明', 'mr', '门口没有伞', '2026-11-17 02:00:00.000000', NULL, NULL);
INSERT INTO invitations VALUES ('bb', 'gate', NULL, 203, '2026-11-20 01:00:00.000000', NULL, NULL);
INSERT INTO leads (telegram_id, surname, given, title, phone, phone_kind, owner, invite_on, made_at, closed_at)
    VALUES (102, 'Tan', 'Grace', 'ms', '+6581234567', 'typed', 204, '2026-11-20', '2026-11-17 02:00:00.000000', NULL);
UPDATE bookings SET plate = '粤B12345', remarks = '轮椅' WHERE code = 'BBBBB';
UPDATE guests SET heard_through = 'online', district = '南山' WHERE number = 'TY-WX001';
