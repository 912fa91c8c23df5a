//! The diary: written with the act, chained, and never changed.

use candour::access::{Role, Who};
use candour::audit::{self, About, Act};
use candour::db::{self, DbError};
use diesel::RunQueryDsl as _;

use crate::office::on_both;

fn three_lines(office: &crate::office::Office) {
    let mut db = office.db();
    for words in ["one", "two", "three"] {
        db::transaction(&mut db, |db| {
            audit::tell(
                db,
                &Who::System,
                Act::SignedIn,
                About::nothing().words(words),
                office.now(),
            )
        })
        .unwrap();
    }
}

on_both! {
    async fn every_sign_in_is_in_the_diary_and_the_chain_holds(office) {
        office.hires("Amara", Role::Handler).await;

        let lines = audit::latest(&mut office.db(), None, 10).unwrap();
        let found = audit::verify(&mut office.db()).unwrap();

        assert_eq!(lines[0].act, "signed_in");
        assert_eq!(lines[0].actor_name, "Amara");
        assert_eq!((found.lines, found.broken), (2, None));
    }

    async fn the_database_itself_refuses_to_change_a_line(office) {
        three_lines(&office);
        let mut db = office.db();

        for sql in ["UPDATE diary SET detail = 'x'", "DELETE FROM diary"] {
            assert!(diesel::sql_query(sql).execute(&mut *db).is_err(), "{sql}");
        }
    }

    async fn a_diary_cut_off_at_its_end_is_found(office) {
        three_lines(&office);
        let mut db = office.db();

        diesel::sql_query("UPDATE diary_head SET seq = 4, hash = 'x'").execute(&mut *db).unwrap();

        let found = audit::verify(&mut db).unwrap();
        assert_eq!(found.broken, Some(audit::Broken::CutOff { kept: 4, found: 3 }));
    }

    async fn an_act_that_fails_leaves_no_line(office) {
        let mut db = office.db();

        let failed: Result<(), DbError> = db::transaction(&mut db, |db| {
            audit::tell(db, &Who::System, Act::SignedIn, About::nothing(), office.now())?;
            Err(DbError::Unreachable("the act failed".into()))
        });

        assert!(failed.is_err());
        assert_eq!(audit::verify(&mut db).unwrap().lines, 0);
    }

    async fn many_at_once_still_write_one_chain(office) {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let pool = office.services.pool.clone();
                let now = office.now();
                std::thread::spawn(move || {
                    for _ in 0..10 {
                        let mut db = db::connection(&pool).unwrap();
                        db::transaction(&mut db, |db| {
                            audit::tell(db, &Who::System, Act::SignedIn, About::nothing(), now)
                        })
                        .unwrap();
                    }
                })
            })
            .collect();
        threads.into_iter().for_each(|t| t.join().unwrap());

        let found = audit::verify(&mut office.db()).unwrap();
        assert_eq!((found.lines, found.broken), (40, None));
    }
}
