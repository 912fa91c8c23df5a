//! What holds where the operator says nothing.

use std::path::PathBuf;

use super::{
    Access, Clock, Controller, Documents, Letters, Mail, Pack, Records, Requests, Searches, Secret,
    Settings, Uploads, Vault,
};

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            public_url: "http://localhost:8080".into(),
            data_dir: "var".into(),
            database_url: Secret::default(),
            database_connections: 16,
            demonstration: false,
            work_in_serve: true,
            workers: 2,
            controller: Controller::default(),
            vault: Vault::default(),
            mail: Mail::default(),
            access: Access::default(),
            uploads: Uploads::default(),
            documents: Documents::default(),
            records: Records::default(),
            requests: Requests::default(),
            searches: Searches::default(),
            pack: Pack::default(),
            letters: Letters::default(),
            clock: Clock::default(),
        }
    }
}

impl Default for Controller {
    fn default() -> Self {
        Self {
            name: "Northmoor Council".into(),
            address: ["Information Governance", "Civic Centre", "Market Street", "Northmoor", "NM1 1AA"]
                .map(String::from)
                .to_vec(),
            email: "records@northmoor.example".into(),
            phone: "01632 960100".into(),
            nation: "england".into(),
            colour: "#1d3c5a".into(),
            officer: "The data protection officer".into(),
            regulator: "Information Commissioner".into(),
            regulator_address:
                "Wycliffe House, Water Lane, Wilmslow, Cheshire SK9 5AF, telephone 0303 123 1113, ico.org.uk"
                    .into(),
            purposes: "We hold records to provide care and support, to keep children and adults safe, and to do what the law asks of a council.".into(),
            recipients: "We share information with health services, schools, the police and other councils where the law asks or allows it. The record itself shows what was shared and with whom.".into(),
            retention: "We keep the records of children who were looked after until their 75th birthday. Other records are kept as our retention schedule says; ask us for a copy.".into(),
            automated: "We made no decision about you by automated means alone.".into(),
            transfers: "We do not send your information outside the United Kingdom.".into(),
            support: "Reading a record of your life can be hard. You can ask us for somebody to sit with you while you read, or talk to somebody you trust first.".into(),
        }
    }
}

impl Default for Vault {
    fn default() -> Self {
        Self {
            folder: PathBuf::new(),
            s3_endpoint: String::new(),
            s3_bucket: String::new(),
            s3_region: "eu-west-2".into(),
            s3_access_key: Secret::default(),
            s3_secret_key: Secret::default(),
            master_key: Secret::default(),
            master_key_file: PathBuf::new(),
            retired_key_files: Vec::new(),
        }
    }
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            smtp_url: Secret::default(),
            from: "Northmoor Council records <records@northmoor.example>".into(),
            outbox: PathBuf::new(),
        }
    }
}

impl Default for Access {
    fn default() -> Self {
        Self {
            password_min_length: 15,
            password_days: 0,
            hash_slots: 2,
            idle_minutes: 15,
            max_hours: 10,
            first_link_minutes: 30,
            search_link_days: 28,
            consult_link_days: 14,
            consult_shows_requester: false,
            pack_link_days: 30,
            pack_downloads: 10,
            token_minutes: 15,
            opening_hours: 4,
        }
    }
}

impl Default for Requests {
    fn default() -> Self {
        Self { remind_days: 14, lapse_days: 28 }
    }
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            file_mib: 200,
            files: 5_000,
            pages: 2_000,
            archive_members: 10_000,
            archive_unpacked_mib: 2_048,
        }
    }
}

impl Default for Documents {
    fn default() -> Self {
        Self {
            workers: 0,
            program: PathBuf::new(),
            sandbox_required: false,
            memory_mib: 1_024,
            seconds: 60,
            page_seconds: 10,
        }
    }
}

impl Default for Records {
    fn default() -> Self {
        // Within 2 working days, says the children's recording policy; a weekend may lie between.
        let places = [
            "Case management system",
            "Paper files",
            "Shared mailboxes",
            "Text messages and call notes",
            "Complaints team",
            "Education",
        ];
        Self { late_days: 4, places: places.map(str::to_owned).to_vec() }
    }
}

impl Default for Pack {
    fn default() -> Self {
        Self { volume_mib: 100, part_pages: 150, search_days: 10 }
    }
}

impl Default for Searches {
    fn default() -> Self {
        Self { chase_days: vec![-2, 1, 4], escalate_days: 7 }
    }
}

impl Default for Letters {
    fn default() -> Self {
        Self { shipped_wording: false, reading_age: 12 }
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self { digest_hour: 7 }
    }
}
