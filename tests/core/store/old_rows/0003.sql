INSERT INTO consultants (name, agency, joined_at, left_at) VALUES ('王芳', 'A', '2026-11-01 01:00:00.000000', NULL);
INSERT INTO arrangements (what, starts_at, ends_at, number, agency, consultant_id, reason, by_user, by_name, made_at, lifted_at)
    VALUES ('withheld', '2026-11-27 16:00:00.000000', '2026-11-28 16:00:00.000000', 2, NULL, NULL, '贵宾', 203, '陈', '2026-11-17 02:00:00.000000', NULL);
INSERT INTO audit (at, by_user, by_name, deed, facts, reason)
    VALUES ('2026-11-17 02:00:00.000000', 203, '陈', 'arranged', '{"what":"withheld"}', '贵宾');
INSERT INTO holds VALUES ('plan');
INSERT INTO waiting (guest_id, adults, elders, children, day, wanted, status, version, offered, offer_until, joined_at, by_user, channel)
    VALUES (1, 2, 1, 0, '2026-11-28', NULL, 'waiting', 3, NULL, NULL, '2026-11-17 03:00:00.000000', 101, 'chat');
INSERT INTO requests (guest_id, adults, elders, children, day, status, asked_at, answer_by, booking_id, answered_by, answered_at)
    VALUES (1, 2, 0, 0, '2026-11-27', 'declined', '2026-11-17 04:00:00.000000', '2026-11-17 10:00:00.000000', NULL, 204, '2026-11-17 05:00:00.000000');
INSERT INTO outbox (bot, chat_id, kind, body, handle, anew, kept, status, due_at, not_before, attempts, message_id,
    words, trouble, written_at, sent_at)
    VALUES ('staff', 0, 'task', '{"task":"lapse","subject":7,"version":2}', NULL, true, false, 'waiting', '2026-11-21 02:00:00.000000', NULL, 0, NULL, NULL, NULL, '2026-11-17 02:00:03.000000', NULL);
INSERT INTO sessions
    VALUES ('buyers', 103, 103, 'en', false, 'complaint', '{"aside":{"dialog":"booking","state":{"at":"guests","surname":"Tan","title":"ms"}}}', 6, false, '2026-11-17 02:00:00.000000');
INSERT INTO sessions
    VALUES ('buyers', 104, 104, 'en', false, 'complaint', '{"aside":null}', 2, false, '2026-11-17 02:00:00.000000');
INSERT INTO outbox (bot, chat_id, kind, body, handle, anew, kept, status, due_at, not_before, attempts, message_id,
    words, trouble, written_at, sent_at)
    VALUES ('staff', 203, 'picture', '{"kind":"heat_map","facts":{"today":"2026-11-17","loads":[{"starts_at":"2026-11-21T02:00:00+00:00","on_duty":16,"withheld":0,"taken":3,"held":1,"shut":"over","peers":false},{"starts_at":"2026-11-21T03:00:00+00:00","on_duty":16,"withheld":0,"taken":3,"held":0,"shut":null,"peers":false}]}}', NULL, true, false, 'waiting', NULL, NULL, 0, NULL, NULL, NULL, '2026-11-17 02:00:04.000000', NULL);
INSERT INTO outbox (bot, chat_id, kind, body, handle, anew, kept, status, due_at, not_before, attempts, message_id,
    words, trouble, written_at, sent_at)
    VALUES ('staff', -1001, 'notice', '{"kind":"group_made","facts":{"surname":"王","given":"小明","title":"mr","booking":1,"version":2,"code":"BBBBB","starts_at":"2026-11-21T03:00:00+00:00","adults":2,"elders":1,"children":3,"tier":"A","phone":"+86138****8000","plate":null,"remarks":"\"helped\": 请帮忙","by":"周静","helped":{"consultant":"王芳","surname":"李","given":"","title":"ms"}}}', NULL, true, false, 'waiting', NULL, NULL, 0, NULL, NULL, NULL, '2026-11-17 02:00:04.000000', NULL),
    ('staff', -1001, 'notice', '{"kind":"group_moved","facts":{"surname":"王","given":"小明","title":"mr","booking":1,"version":2,"code":"BBBBB","starts_at":"2026-11-21T03:00:00+00:00","adults":2,"elders":1,"children":3,"tier":"A","phone":"+86138****8000","plate":null,"remarks":"\"helped\": 请帮忙","by":null,"moved_from":"2026-11-21T02:00:00+00:00","helped":null}}', NULL, true, false, 'waiting', NULL, NULL, 0, NULL, NULL, NULL, '2026-11-17 02:00:05.000000', NULL);
