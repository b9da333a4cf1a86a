-- Who reads a stream, the furthest behind first.
CREATE INDEX follower_by_stream ON follower (stream, applied, follower);
