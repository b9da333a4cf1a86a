-- Stations that offer a service (A1.2); a service without rows is offered at all.
CREATE TABLE service_station (
    service TEXT NOT NULL REFERENCES service,
    station TEXT NOT NULL REFERENCES station,
    PRIMARY KEY (service, station)
) STRICT, WITHOUT ROWID;
