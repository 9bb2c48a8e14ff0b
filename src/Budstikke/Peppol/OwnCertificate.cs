using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Budstikke.Storage;

namespace Budstikke.Peppol;

/// <summary>
/// The certificate that the network gave us, with its key. It is read again when its files have changed, so that a new
/// one is used without a restart; where the new one cannot be read, the old one stays.
/// </summary>
internal sealed class OwnCertificate
{
    private const string What = "The new Peppol certificate";
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(5);

    private readonly CertificateFiles? _files;
    private readonly Outages _outages;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private X509Certificate2? _current;
    private string _stamp = "";
    private DateTimeOffset _lookedAt;

    /// <exception cref="SettingRefusedException">It is set, and cannot be read.</exception>
    public OwnCertificate(PeppolSettings settings, Outages outages, TimeProvider time)
    {
        (_files, _outages, _time, _lookedAt) = (settings.Certificate, outages, time, time.GetUtcNow());
        if (_files is null)
            return;
        _stamp = StampOf(_files);
        var (read, whyNot) = Read(_files);
        _current = read ?? throw new SettingRefusedException($"Peppol__Certificate {whyNot}: {_files}");
    }

    /// <summary>Null where none is set.</summary>
    public X509Certificate2? Current
    {
        get
        {
            if (_files is null)
                return null;
            lock (_lock)
            {
                var now = _time.GetUtcNow();
                if ((now - _lookedAt).Duration() >= s_between)
                {
                    _lookedAt = now;
                    LookAgain(_files);
                }
                return _current;
            }
        }
    }

    private void LookAgain(CertificateFiles files)
    {
        var stamp = StampOf(files);
        if (stamp == _stamp)
            return;
        var (read, whyNot) = Read(files);
        if (read is null)
        {
            // Its stamp is not taken: the file may be half written, and is looked at again.
            _outages.Failed(What, $"it {whyNot}; the old one stays in use");
            return;
        }
        (_current, _stamp) = (read, stamp);
        _outages.Ended(What);
    }

    private static string StampOf(CertificateFiles files) =>
        string.Join(
            ' ',
            new[] { files.File, files.KeyFile }
                .OfType<string>()
                .Select(file => new FileInfo(file))
                .Select(info => info.Exists ? $"{info.LastWriteTimeUtc.Ticks}-{info.Length}" : "none")
        );

    private static (X509Certificate2? Certificate, string? WhyNot) Read(CertificateFiles files)
    {
        try
        {
            var bytes = File.ReadAllBytes(files.File);
            var read = IsPem(bytes) ? ReadPem(files) : X509CertificateLoader.LoadPkcs12(bytes, files.Reveal());
            return read switch
            {
                { HasPrivateKey: false } => (null, "has no private key"),
                _ when read.GetRSAPublicKey() is null => (null, "is not of RSA, as the network's are"),
                _ => (read, null),
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (null, $"cannot be read ({error.GetType().Name})");
        }
        catch (CryptographicException)
        {
            // Not its message, which differs by machine; the password, the format and the key are all that it can be.
            return (
                null,
                "cannot be read: its password is wrong, its key is another's, or it is neither PKCS#12 nor PEM"
            );
        }
    }

    private static bool IsPem(byte[] bytes) => bytes.AsSpan().IndexOf("-----BEGIN"u8) >= 0;

    private static X509Certificate2 ReadPem(CertificateFiles files)
    {
        var key = files.KeyFile ?? files.File;
        return files.Reveal() is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(files.File, password, key)
            : X509Certificate2.CreateFromPemFile(files.File, key);
    }
}
