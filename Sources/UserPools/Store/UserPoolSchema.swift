import Database
import GRDB

/// A connection inside a transaction. The name `Database` means two things here.
typealias Connection = GRDB.Database

/// The tables of the user pool. Times are seconds since 1970.
enum UserPoolSchema {
    static let schema = Schema(
        name: "userPool",
        steps: [
            { db in
                try db.execute(
                    sql: """
                        CREATE TABLE poolUsers (
                            sub TEXT NOT NULL PRIMARY KEY,
                            userName TEXT NOT NULL UNIQUE,
                            foldedName TEXT NOT NULL UNIQUE,
                            email TEXT,
                            phoneNumber TEXT,
                            status TEXT NOT NULL,
                            isEnabled INTEGER NOT NULL,
                            salt TEXT,
                            verifier TEXT,
                            passwordSetAt REAL,
                            attributes TEXT NOT NULL,
                            factors TEXT NOT NULL,
                            createdAt REAL NOT NULL,
                            modifiedAt REAL NOT NULL
                        ) WITHOUT ROWID;
                        CREATE INDEX poolUsersByEmail ON poolUsers (email) WHERE email IS NOT NULL;
                        CREATE INDEX poolUsersByPhoneNumber ON poolUsers (phoneNumber) WHERE phoneNumber IS NOT NULL;

                        CREATE TABLE poolGroups (
                            name TEXT NOT NULL PRIMARY KEY,
                            description TEXT,
                            precedence INTEGER,
                            roleARN TEXT,
                            isDeclared INTEGER NOT NULL,
                            createdAt REAL NOT NULL,
                            modifiedAt REAL NOT NULL
                        ) WITHOUT ROWID;
                        CREATE TABLE poolGroupMembers (
                            groupName TEXT NOT NULL,
                            sub TEXT NOT NULL,
                            PRIMARY KEY (groupName, sub)
                        ) WITHOUT ROWID;
                        CREATE INDEX poolGroupMembersByUser ON poolGroupMembers (sub);

                        CREATE TABLE poolCodes (
                            sub TEXT NOT NULL,
                            purpose TEXT NOT NULL,
                            code TEXT NOT NULL,
                            pendingValue TEXT,
                            expiresAt REAL NOT NULL,
                            failures INTEGER NOT NULL,
                            sendings INTEGER NOT NULL,
                            firstSentAt REAL NOT NULL,
                            PRIMARY KEY (sub, purpose)
                        ) WITHOUT ROWID;

                        CREATE TABLE poolSessions (
                            id TEXT NOT NULL PRIMARY KEY,
                            sub TEXT NOT NULL,
                            clientID TEXT NOT NULL,
                            refreshTokenHash TEXT NOT NULL UNIQUE,
                            signedInAt REAL NOT NULL,
                            expiresAt REAL NOT NULL,
                            isRevoked INTEGER NOT NULL
                        ) WITHOUT ROWID;
                        CREATE INDEX poolSessionsByUser ON poolSessions (sub);
                        CREATE INDEX poolSessionsByExpiry ON poolSessions (expiresAt);

                        CREATE TABLE poolFlows (
                            id TEXT NOT NULL PRIMARY KEY,
                            failures INTEGER NOT NULL,
                            isFinished INTEGER NOT NULL,
                            expiresAt REAL NOT NULL
                        ) WITHOUT ROWID;
                        CREATE INDEX poolFlowsByExpiry ON poolFlows (expiresAt);

                        CREATE TABLE poolPasswordFailures (
                            name TEXT NOT NULL PRIMARY KEY,
                            count INTEGER NOT NULL,
                            lockedUntil REAL NOT NULL,
                            lastAt REAL NOT NULL
                        ) WITHOUT ROWID;

                        CREATE TABLE poolOutbox (
                            id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
                            time REAL NOT NULL,
                            kind TEXT NOT NULL,
                            medium TEXT NOT NULL,
                            recipient TEXT NOT NULL,
                            userName TEXT NOT NULL,
                            subject TEXT,
                            text TEXT NOT NULL,
                            code TEXT NOT NULL
                        );
                        """)
            },
            { db in
                try db.execute(sql: "ALTER TABLE poolGroups ADD COLUMN isPresent INTEGER NOT NULL DEFAULT 1")
            },
        ])
}
