#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use futures_util::StreamExt;
use zeroize::Zeroizing;

use super::sealing::CHUNK;
use super::*;

/// A folder of its own for each test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("candour-vault-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> Vec<PathBuf> {
        fn walk(at: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(at).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        walk(&self.0, &mut found);
        found.sort();
        found
    }

    fn sealed(&self, file: Fingerprint) -> PathBuf {
        let name = file.to_string();
        let found = self.files().into_iter().find(|p| p.ends_with(&name));
        found.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn key(byte: u8) -> KeyFrom {
    KeyFrom::Value(Zeroizing::new(hex::encode(&[byte; 32])))
}

fn config(folder: &Folder, with: u8, retired: &[u8]) -> VaultConfig {
    VaultConfig {
        store: StoreAt::Folder(folder.0.clone()),
        key: key(with),
        retired_keys: retired.iter().copied().map(key).collect(),
    }
}

fn vault(folder: &Folder) -> Vault {
    Vault::open(&config(folder, 1, &[])).unwrap()
}

fn content(len: usize) -> Vec<u8> {
    (0..len).map(|i| u8::try_from(i * 7 % 251).unwrap()).collect()
}

async fn written(vault: &Vault, content: &[u8], piece: usize) -> Sealed {
    let mut writer = vault.write();
    for part in content.chunks(piece) {
        writer.write(part.to_vec()).await;
    }
    writer.finish().await.unwrap()
}

async fn read(vault: &Vault, file: Fingerprint) -> Result<Vec<u8>, VaultProblem> {
    let mut reader = vault.read(file).await?;
    let mut content = Vec::new();
    while let Some(piece) = reader.next().await {
        content.extend_from_slice(&piece?);
    }
    assert_eq!(reader.bytes(), content.len() as u64);
    Ok(content)
}

/// What every kind of store must do alike.
async fn keeps_and_forgets(vault: &Vault) {
    for len in [0, 1, CHUNK, 6 * CHUNK + 3] {
        let content = content(len);
        let sealed = vault.put(content.clone()).await.unwrap();
        let again = vault.put(content.clone()).await.unwrap();
        let in_pieces = written(vault, &content, 100_000).await;
        assert_eq!(sealed, Sealed { sha256: Fingerprint::of(&content), bytes: len as u64 });
        assert_eq!([again, in_pieces], [sealed, sealed]);

        let file = sealed.sha256;
        assert!(vault.has(file).await.unwrap());
        assert!(vault.get(file).await.unwrap() == content, "{len}");
        assert!(read(vault, file).await.unwrap() == content, "{len}");

        assert!(vault.remove(file).await.unwrap());
        assert!(!vault.remove(file).await.unwrap());
        assert!(!vault.has(file).await.unwrap());
        assert!(matches!(vault.get(file).await, Err(VaultProblem::Missing(f)) if f == file));
        assert!(matches!(vault.read(file).await, Err(VaultProblem::Missing(f)) if f == file));

        let first_in_pieces = written(vault, &content, 1_000_000).await;
        assert_eq!(first_in_pieces, sealed);
        assert!(vault.get(file).await.unwrap() == content, "{len}");
        assert!(vault.remove(file).await.unwrap());
    }
}

#[tokio::test]
async fn a_folder_keeps_files_and_forgets_them() {
    let folder = Folder::new();

    keeps_and_forgets(&vault(&folder)).await;

    assert_eq!(folder.files().len(), 1, "only the note on the key is left: {:?}", folder.files());
}

/// Runs where `CANDOUR_TEST_S3` names a server, such as `http://127.0.0.1:5000`.
#[tokio::test]
async fn an_s3_store_keeps_files_and_forgets_them() {
    let Ok(endpoint) = std::env::var("CANDOUR_TEST_S3") else { return };
    let bucket = format!("candour-{}", uuid::Uuid::now_v7());
    make_bucket(&endpoint, &bucket);
    let config = VaultConfig {
        store: StoreAt::S3 {
            endpoint: Some(endpoint),
            bucket,
            region: "eu-west-2".to_owned(),
            access_key: "testing".to_owned(),
            secret_key: Zeroizing::new("testing".to_owned()),
            allow_http: true,
        },
        key: key(1),
        retired_keys: Vec::new(),
    };
    let vault = Vault::open(&config).unwrap();
    keeps_and_forgets(&vault).await;

    // Keys change there too.
    let content = content(2 * CHUNK);
    let file = vault.put(content.clone()).await.unwrap().sha256;
    let changing =
        Vault::open(&VaultConfig { key: key(2), retired_keys: vec![key(1)], ..config.clone() });
    assert_eq!(changing.unwrap().rewrap_all().unwrap().rewrapped, 1);
    let changed = Vault::open(&VaultConfig { key: key(2), ..config.clone() }).unwrap();
    assert!(changed.get(file).await.unwrap() == content);
    assert!(matches!(Vault::open(&config), Err(VaultProblem::WrongKey { .. })));
}

/// The server takes unsigned requests; `object_store` makes no buckets.
fn make_bucket(endpoint: &str, bucket: &str) {
    use std::io::{Read, Write};
    let host = endpoint.strip_prefix("http://").unwrap().trim_end_matches('/');
    let mut server = std::net::TcpStream::connect(host).unwrap();
    let body = "<CreateBucketConfiguration><LocationConstraint>eu-west-2</LocationConstraint></CreateBucketConfiguration>";
    write!(
        server,
        "PUT /{bucket} HTTP/1.1\r\nHost: {host}\r\nAuthorization: AWS4-HMAC-SHA256 Credential=testing/20260101/eu-west-2/s3/aws4_request\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    server.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn nothing_of_a_file_can_be_read_from_the_disk() {
    let folder = Folder::new();
    let vault = vault(&folder);
    let canary = b"Gwenllian Prydderch lives at 4 Cae Glas";

    vault.put(canary.repeat(1_000)).await.unwrap();
    written(&vault, &canary.repeat(60_000), 4_096).await;

    for path in folder.files() {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(9).any(|w| w == b"Gwenllian"), "{}", path.display());
    }
}

#[tokio::test]
async fn a_changed_byte_or_a_lost_end_is_noticed_by_every_reader() {
    let folder = Folder::new();
    let vault = vault(&folder);
    let file = vault.put(content(2 * CHUNK + 9)).await.unwrap().sha256;
    let path = folder.sealed(file);
    let whole = std::fs::read(&path).unwrap();

    for place in (0..whole.len()).step_by(97_001).chain(whole.len() - 100..whole.len()) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        std::fs::write(&path, changed).unwrap();
        assert!(vault.get(file).await.is_err(), "byte {place}");
        assert!(read(&vault, file).await.is_err(), "byte {place}");
    }
    for end in [0, 7, 50, CHUNK, whole.len() - 120, whole.len() - 1] {
        std::fs::write(&path, &whole[..end]).unwrap();
        assert!(vault.get(file).await.is_err(), "{end} bytes left");
        assert!(read(&vault, file).await.is_err(), "{end} bytes left");
    }
}

#[tokio::test]
async fn a_file_that_was_cut_short_is_mended_by_storing_it_again() {
    let folder = Folder::new();
    let vault = vault(&folder);
    let content = content(5_000);
    let file = vault.put(content.clone()).await.unwrap().sha256;
    std::fs::write(folder.sealed(file), b"CANDOUR1 cut").unwrap();

    vault.put(content.clone()).await.unwrap();

    assert_eq!(vault.get(file).await.unwrap(), content);
}

#[tokio::test]
async fn a_file_swapped_for_another_gives_not_a_byte() {
    let folder = Folder::new();
    let vault = vault(&folder);
    let approved = vault.put(content(10)).await.unwrap().sha256;
    let other = vault.put(content(3 * CHUNK)).await.unwrap().sha256;

    std::fs::copy(folder.sealed(other), folder.sealed(approved)).unwrap();

    assert!(vault.get(approved).await.is_err());
    assert!(vault.read(approved).await.is_err());
}

#[tokio::test]
async fn what_is_given_up_half_way_leaves_nothing() {
    let folder = Folder::new();
    let vault = vault(&folder);
    let before = folder.files();
    let mut writer = vault.write();
    for _ in 0..20 {
        writer.write(content(CHUNK)).await;
    }

    drop(writer);

    for _ in 0..200 {
        if folder.files() == before {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(folder.files(), before);
}

#[tokio::test]
async fn what_a_process_that_died_left_behind_is_cleared_and_nothing_else() {
    let folder = Folder::new();
    let vault = vault(&folder);
    let file = vault.put(content(9)).await.unwrap().sha256;
    std::fs::create_dir_all(folder.0.join("incoming")).unwrap();
    std::fs::write(folder.0.join("incoming/0199"), b"CANDOUR1").unwrap();
    let half_written = folder.0.join("files/ab/cd/abcd#1");
    std::fs::create_dir_all(half_written.parent().unwrap()).unwrap();
    std::fs::write(&half_written, b"CANDOUR1").unwrap();
    let start_of = |year| format!("{year}-01-01T00:00:00Z").parse().unwrap();

    assert_eq!(vault.clear_left_behind(start_of(2000)).unwrap(), 0, "it may still be written");
    assert_eq!(vault.clear_left_behind(start_of(2900)).unwrap(), 2);
    assert!(!half_written.exists());
    assert_eq!(vault.get(file).await.unwrap(), content(9));
}

#[test]
fn another_key_is_told_at_the_start() {
    let folder = Folder::new();
    let needed = vault(&folder).key_id().to_string();

    let Err(refused) = Vault::open(&config(&folder, 2, &[])) else { unreachable!("it opened") };

    assert!(matches!(refused, VaultProblem::WrongKey { .. }));
    assert!(refused.to_string().contains(&needed), "{refused}");
}

#[test]
fn a_key_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.0.join("vault.key");
    assert!(make_key_file(&path).unwrap());
    assert!(!make_key_file(&path).unwrap(), "a key is never overwritten");
    let open = |mode| {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let store = StoreAt::Folder(folder.0.join("store"));
        let key = KeyFrom::File(path.clone());
        Vault::open(&VaultConfig { store, key, retired_keys: Vec::new() }).map(|_| ())
    };

    assert!(matches!(open(0o640), Err(VaultProblem::LooseKey(_))));
    assert!(matches!(open(0o604), Err(VaultProblem::LooseKey(_))));
    assert!(open(0o600).is_ok());

    std::fs::remove_file(&path).unwrap();
    let key = KeyFrom::File(path);
    let store = StoreAt::Folder(folder.0.join("store"));
    let missing = Vault::open(&VaultConfig { store, key, retired_keys: Vec::new() });
    assert!(matches!(missing, Err(VaultProblem::NoKey { .. })));
}

#[test]
fn keys_change_while_files_are_read_stored_and_removed() {
    let folder = Folder::new();
    let old = vault(&folder);
    let files: Vec<_> =
        (0..40).map(|i| old.put_blocking(content(40_000 + i)).unwrap().sha256).collect();
    let (kept, removed) = files.split_at(30);
    let new = Vault::open(&config(&folder, 2, &[1])).unwrap();

    let done = std::thread::scope(|threads| {
        threads.spawn(|| {
            for file in removed {
                assert!(new.remove_blocking(*file).unwrap());
            }
        });
        threads.spawn(|| {
            for file in kept.iter().cycle().take(120) {
                new.get_blocking(*file).unwrap();
            }
        });
        new.rewrap_all().unwrap()
    });

    assert!(done.left.is_empty(), "{done:?}");
    assert!(done.rewrapped >= 30);
    drop((old, new));
    let alone = Vault::open(&config(&folder, 2, &[])).unwrap();
    for file in kept {
        assert!(alone.get_blocking(*file).is_ok());
    }
    for file in removed {
        assert!(!alone.has_blocking(*file).unwrap(), "a removed file came back");
    }
    let mut found = Vec::new();
    alone.each_blocking(|file, bytes| found.push((file, bytes))).unwrap();
    found.sort();
    let mut expected: Vec<_> = kept.iter().zip(40_000..).map(|(f, len)| (*f, len)).collect();
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(folder.files().len(), 31, "no copies are left");
}

#[test]
fn secrets_differ_by_purpose_and_by_key_and_last_over_a_restart() {
    let (one, other) = (Folder::new(), Folder::new());
    let cookies = vault(&one).secret_for("cookies");

    assert_eq!(cookies, vault(&one).secret_for("cookies"));
    assert_ne!(cookies, vault(&one).secret_for("links"));
    assert_ne!(cookies, Vault::open(&config(&other, 2, &[])).unwrap().secret_for("cookies"));
}

#[test]
fn a_vault_may_be_used_and_dropped_on_a_web_handler_s_thread() {
    let folder = Folder::new();
    let handler = tokio::runtime::Builder::new_current_thread().build().unwrap();

    handler.block_on(async {
        let vault = vault(&folder);
        let file = vault.put(content(9)).await.unwrap().sha256;
        assert_eq!(vault.get_blocking(file).unwrap(), content(9));
    });
}
