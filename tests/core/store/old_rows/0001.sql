INSERT INTO claims VALUES ('aa', '2026-11-20 01:00:00.000000', NULL);
INSERT INTO places VALUES ('staff_group', -1001);
INSERT INTO staff VALUES (204, '周静', 'operator', '2026-11-01 01:00:00.000000', NULL);
INSERT INTO staff VALUES (201, '吴师傅', 'gate', '2026-11-01 01:00:00.000000', '2026-11-02 01:00:00.000000');
INSERT INTO serials VALUES ('WX', 1);
INSERT INTO serials VALUES ('L', 1);
INSERT INTO guests (number, surname, given, title, kind, phone, phone_kind, telegram_id, registered_at)
    VALUES ('TY-WX001', '王', '小明', 'mr', 'returning', '+8613800138000', 'shared', 101, '2026-11-01 01:02:03.123456');
INSERT INTO guests (number, surname, given, title, kind, phone, phone_kind, telegram_id, registered_at)
    VALUES ('TY-L001', 'Lee', '', 'none', 'new', NULL, 'declined', NULL, '2026-11-02 01:00:00.000000');
INSERT INTO slots VALUES ('2026-11-21 02:00:00.000000');
INSERT INTO slots VALUES ('2026-11-18 02:00:00.000000');
INSERT INTO bookings (code, guest_id, starts_at, adults, elders, children, tier, status, version, arrived_at)
    VALUES ('ARRVD', 1, '2026-11-18 02:00:00.000000', 2, 0, 0, 'A', 'arrived', 2, '2026-11-18 02:03:00.000000');
INSERT INTO bookings (code, guest_id, starts_at, adults, elders, children, tier, status, version, arrived_at)
    VALUES ('BBBBB', 1, '2026-11-21 02:00:00.000000', 2, 1, 3, 'A', 'booked', 2, NULL);
INSERT INTO bookings (code, guest_id, starts_at, adults, elders, children, tier, status, version, arrived_at)
    VALUES ('CCCCC', 2, '2026-11-21 02:00:00.000000', 1, 0, 0, 'A', 'cancelled', 2, NULL);
INSERT INTO changes (booking_id, version, what, by_user, channel, moved_from, starts_at, made_at)
    VALUES (2, 1, 'made', 101, 'chat', NULL, '2026-11-18 02:00:00.000000', '2026-11-17 02:00:00.000000');
INSERT INTO changes (booking_id, version, what, by_user, channel, moved_from, starts_at, made_at)
    VALUES (2, 2, 'moved', 101, 'chat', '2026-11-18 02:00:00.000000', '2026-11-21 02:00:00.000000', '2026-11-17 03:00:00.000000');
INSERT INTO receipts
    VALUES ('buyers', 7, 101, 101, '{"text":"你好 <b>"}', 'handled', '2026-11-17 02:00:00.000000');
INSERT INTO sessions
    VALUES ('buyers', 101, 101, 'zh_Hans', true, 'booking', '{"at":"name"}', 4, false, '2026-11-17 02:00:00.000000');
INSERT INTO outbox (bot, chat_id, kind, body, handle, anew, kept, status, not_before, attempts, message_id,
    words, trouble, written_at, sent_at)
    VALUES ('buyers', 101, 'screen', '{"text":"你好","rows":[]}', 'form', true, false, 'sent', NULL, 1, 55, '你好', NULL, '2026-11-17 02:00:00.000000', '2026-11-17 02:00:01.000000');
INSERT INTO outbox (bot, chat_id, kind, body, handle, anew, kept, status, not_before, attempts, message_id,
    words, trouble, written_at, sent_at)
    VALUES ('buyers', 101, 'screen', '{"text":"等","rows":[]}', 'form', true, false, 'waiting', NULL, 0, NULL, NULL, NULL, '2026-11-17 02:00:02.000000', NULL);
