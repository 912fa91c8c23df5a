//! Where sealed files lie.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use zeroize::Zeroizing;

use super::Sealed;
use super::fingerprint::Fingerprint;
use super::problem::VaultProblem;
use super::sealing::{TRAILER, sealed_len};

/// The kind of store and how to reach it.
#[derive(Clone)]
pub enum StoreAt {
    /// Made where it does not exist.
    Folder(PathBuf),
    S3 {
        /// `None` for Amazon's own.
        endpoint: Option<String>,
        bucket: String,
        region: String,
        access_key: String,
        secret_key: Zeroizing<String>,
        /// Plain HTTP, for a store on the same machine.
        allow_http: bool,
    },
}

impl fmt::Debug for StoreAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "Folder({})", path.display()),
            Self::S3 { endpoint, bucket, .. } => write!(f, "S3({endpoint:?}, {bucket})"),
        }
    }
}

const NOTE: &str = "key-note";
const FILES: &str = "files";
const INCOMING: &str = "incoming";
const REWRAPPED: &str = "rewrapped";

pub(super) struct Store {
    objects: Arc<dyn ObjectStore>,
    /// Where the files lie, if that is a folder.
    folder: Option<PathBuf>,
}

impl Store {
    pub(super) fn open(at: &StoreAt) -> Result<Self, VaultProblem> {
        let objects: Arc<dyn ObjectStore> = match at {
            StoreAt::Folder(path) => {
                std::fs::create_dir_all(path).map_err(|e| {
                    VaultProblem::BadSetting(format!("{} cannot be made: {e}", path.display()))
                })?;
                // The database names a file once it is stored: it must survive a power cut too.
                Arc::new(LocalFileSystem::new_with_prefix(path)?.with_fsync(true))
            }
            StoreAt::S3 { endpoint, bucket, region, access_key, secret_key, allow_http } => {
                let mut s3 = AmazonS3Builder::new()
                    .with_bucket_name(bucket)
                    .with_region(region)
                    .with_access_key_id(access_key)
                    .with_secret_access_key(secret_key.as_str())
                    .with_allow_http(*allow_http);
                if let Some(endpoint) = endpoint {
                    s3 = s3.with_endpoint(endpoint);
                }
                Arc::new(s3.build()?)
            }
        };
        let folder = match at {
            StoreAt::Folder(path) => Some(path.clone()),
            StoreAt::S3 { .. } => None,
        };
        Ok(Self { objects, folder })
    }

    /// Size of the sealed file, if there is one.
    pub(super) async fn size(&self, file: &Fingerprint) -> Result<Option<u64>, VaultProblem> {
        match self.objects.head(&place(FILES, file)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// Whether the file is there and was not cut short: then it need not be stored again.
    pub(super) async fn holds(&self, sealed: &Sealed) -> Result<bool, VaultProblem> {
        let size = self.size(&sealed.sha256).await?;
        if size.is_some_and(|size| size != sealed_len(sealed.bytes)) {
            self.remove(&sealed.sha256).await?;
            return Ok(false);
        }
        Ok(size.is_some())
    }

    /// All of it or nothing; another who stored the same first has done our work.
    pub(super) async fn put(
        &self,
        file: &Fingerprint,
        pieces: Vec<Vec<u8>>,
    ) -> Result<(), VaultProblem> {
        self.create(&place(FILES, file), pieces).await
    }

    async fn create(&self, at: &Path, pieces: Vec<Vec<u8>>) -> Result<(), VaultProblem> {
        let payload: PutPayload = pieces.into_iter().map(Bytes::from).collect();
        let only_new = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.objects.put_opts(at, payload.clone(), only_new).await {
            Ok(_) | Err(Error::AlreadyExists { .. }) => Ok(()),
            // Some stores know no conditions: what is overwritten has the same content.
            Err(Error::NotImplemented { .. } | Error::NotSupported { .. }) => {
                self.objects.put(at, payload).await?;
                Ok(())
            }
            Err(e) => Err(e.into()),
        }
    }

    pub(super) async fn get(&self, file: &Fingerprint) -> Result<Bytes, VaultProblem> {
        let found = self.objects.get(&place(FILES, file)).await.map_err(missing(file))?;
        Ok(found.bytes().await?)
    }

    /// The end of a sealed file, its size, and its bytes from the start.
    pub(super) async fn stream(&self, file: &Fingerprint) -> Result<SealedStream, VaultProblem> {
        let at = place(FILES, file);
        let found = self.objects.get(&at).await.map_err(missing(file))?;
        let bytes = found.meta.size;
        let start = bytes.checked_sub(TRAILER as u64).ok_or(VaultProblem::Damaged(*file))?;
        let end = self.objects.get_range(&at, start..bytes).await.map_err(missing(file))?;
        let trailer = (*end).try_into().map_err(|_| VaultProblem::Damaged(*file))?;
        Ok(SealedStream { trailer, bytes, pieces: found.into_stream() })
    }

    /// Begins a file whose fingerprint is not known yet, or whose key is being wrapped anew.
    pub(super) async fn begin(&self, at: &Path) -> Result<Upload, VaultProblem> {
        let upload = self.objects.put_multipart(at).await?;
        Ok(object_store::WriteMultipart::new(upload))
    }

    pub(super) fn incoming(&self) -> Path {
        Path::from(format!("{INCOMING}/{}", uuid::Uuid::now_v7()))
    }

    pub(super) fn rewrapped(&self, file: &Fingerprint) -> Path {
        place(REWRAPPED, file)
    }

    /// Gives a file its name, replacing one of the same content.
    pub(super) async fn name(&self, from: &Path, file: &Fingerprint) -> Result<(), VaultProblem> {
        self.objects.rename(from, &place(FILES, file)).await?;
        Ok(())
    }

    /// `false` where there was nothing.
    pub(super) async fn drop_at(&self, at: &Path) -> Result<bool, VaultProblem> {
        // S3 answers alike whether or not there was something to delete.
        match self.objects.head(at).await {
            Ok(_) => {}
            Err(Error::NotFound { .. }) => return Ok(false),
            Err(e) => return Err(e.into()),
        }
        match self.objects.delete(at).await {
            Ok(()) => Ok(true),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(e) => Err(e.into()),
        }
    }

    /// A key that is being wrapped anew meanwhile must not bring the file back: its copy goes
    /// first, and both are looked for until neither is found.
    pub(super) async fn remove(&self, file: &Fingerprint) -> Result<bool, VaultProblem> {
        let mut was_there = false;
        loop {
            let copy = self.drop_at(&self.rewrapped(file)).await?;
            let found = self.drop_at(&place(FILES, file)).await?;
            was_there |= found;
            if !copy && !found {
                return Ok(was_there);
            }
        }
    }

    /// Every file, with the size of its sealed form.
    pub(super) fn list(&self) -> BoxStream<'static, Result<(Fingerprint, u64), VaultProblem>> {
        self.objects
            .list(Some(&Path::from(FILES)))
            .filter_map(|found| async move {
                match found {
                    Ok(meta) => {
                        let name = meta.location.filename()?.parse().ok()?;
                        Some(Ok((name, meta.size)))
                    }
                    Err(e) => Some(Err(e.into())),
                }
            })
            .boxed()
    }

    /// Takes away what was begun before `before` and never got its name: whoever wrote it has died.
    pub(super) async fn clear(&self, before: DateTime<Utc>) -> Result<u64, VaultProblem> {
        let mut cleared = 0;
        for folder in [INCOMING, REWRAPPED] {
            let mut found = self.objects.list(Some(&Path::from(folder)));
            while let Some(left) = found.next().await.transpose()? {
                if left.last_modified < before {
                    cleared += u64::from(self.drop_at(&left.location).await?);
                }
            }
        }
        if let Some(folder) = &self.folder {
            cleared += clear_staged(folder, before).map_err(|e| {
                let folder = folder.display();
                VaultProblem::BadSetting(format!("{folder} cannot be looked through: {e}"))
            })?;
        }
        Ok(cleared)
    }

    pub(super) async fn note(&self) -> Result<Option<Bytes>, VaultProblem> {
        match self.objects.get(&Path::from(NOTE)).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    pub(super) async fn create_note(&self, pieces: Vec<Vec<u8>>) -> Result<(), VaultProblem> {
        self.create(&Path::from(NOTE), pieces).await
    }

    pub(super) async fn replace_note(&self, pieces: Vec<Vec<u8>>) -> Result<(), VaultProblem> {
        self.objects.put(&Path::from(NOTE), pieces.concat().into()).await?;
        Ok(())
    }
}

pub(super) type Upload = object_store::WriteMultipart;

pub(super) struct SealedStream {
    pub(super) trailer: [u8; TRAILER],
    /// Size of the sealed file.
    pub(super) bytes: u64,
    pub(super) pieces: BoxStream<'static, object_store::Result<Bytes>>,
}

/// Takes away files whose writing was begun before `before` and not ended. The store of a folder
/// writes to the file's name with `#` and a number behind it, and lists none of these.
fn clear_staged(folder: &std::path::Path, before: DateTime<Utc>) -> std::io::Result<u64> {
    let mut cleared = 0;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
                continue;
            }
            let name = entry.file_name();
            let number = name.to_str().and_then(|name| name.rsplit_once('#'));
            if number.is_none_or(|(_, number)| number.parse::<u32>().is_err()) {
                continue;
            }
            // Another process may clear at the same time.
            if let Ok(there) = entry.metadata()
                && DateTime::<Utc>::from(there.modified()?) < before
            {
                cleared += u64::from(std::fs::remove_file(entry.path()).is_ok());
            }
        }
    }
    Ok(cleared)
}

/// Two levels, so that no folder grows past what a file system likes.
fn place(under: &str, file: &Fingerprint) -> Path {
    let name = file.to_string();
    Path::from(format!("{under}/{}/{}/{name}", &name[..2], &name[2..4]))
}

fn missing(file: &Fingerprint) -> impl Fn(Error) -> VaultProblem + use<> {
    let file = *file;
    move |error| match error {
        Error::NotFound { .. } => VaultProblem::Missing(file),
        other => other.into(),
    }
}
