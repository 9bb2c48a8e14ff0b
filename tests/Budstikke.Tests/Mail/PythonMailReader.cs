using System.Diagnostics;
using System.Text.Json;

namespace Budstikke.Tests.Mail;

/// <summary>Reads messages with Python's <c>email</c> package: a reader that shares nothing with our writer.</summary>
internal static class PythonMailReader
{
    private const string Script = """
        import base64, email, email.header, email.policy, email.utils, json, sys
        # The modern policy keeps the space between two encoded words of a display name, which RFC 2047 § 6.2
        # drops: names the old way.
        def addresses(raw, name):
            old = email.message_from_bytes(raw, policy=email.policy.compat32)
            new = email.message_from_bytes(raw, policy=email.policy.default)[name]
            names = [n for n, _ in email.utils.getaddresses([str(v) for v in old.get_all(name, [])])]
            return [[str(email.header.make_header(email.header.decode_header(n))),
                     a.addr_spec.encode('utf-8', 'surrogateescape').decode('utf-8')]
                    for n, a in zip(names, new.addresses)] if new else []
        def read(raw):
            m = email.message_from_bytes(raw, policy=email.policy.default)
            defects = [repr(d) for p in m.walk() for d in p.defects]
            defects += [f'{k}: {d!r}' for p in m.walk() for k, v in p.items() for d in getattr(v, 'defects', [])]
            text, html = m.get_body(('plain',)), m.get_body(('html',))
            return dict(
                Defects=defects, Names=list(m.keys()), Subject=str(m['Subject']), From=addresses(raw, 'From'),
                To=addresses(raw, 'To'),
                ReplyTo=addresses(raw, 'Reply-To'), MessageId=str(m['Message-ID']), Language=str(m['Content-Language']),
                AutoSubmitted=str(m['Auto-Submitted']), Date=email.utils.parsedate_to_datetime(m['Date']).isoformat(),
                Text=text.get_content() if text else None, Html=html.get_content() if html else None,
                Attachments=[dict(Name=a.get_filename(), Type=a.get_content_type(),
                                  Content=base64.b64encode(a.get_payload(decode=True)).decode())
                             for a in m.iter_attachments()])
        messages = json.load(sys.stdin)
        json.dump([read(base64.b64decode(m)) for m in messages], sys.stdout)
        """;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    public static async Task<ReadMail> Read(byte[] message) => (await Read([message]))[0];

    public static async Task<ReadMail[]> Read(byte[][] messages)
    {
        using var process = Process.Start(
            new ProcessStartInfo("python3", ["-c", Script])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await JsonSerializer.SerializeAsync(process.StandardInput.BaseStream, messages);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(MaxWait);
        await process.WaitForExitAsync(patience.Token);
        process.ExitCode.ShouldBe(0, await errors);
        return JsonSerializer.Deserialize<ReadMail[]>(await output)!;
    }
}

/// <summary>What Python made of a message.</summary>
internal sealed record ReadMail(
    string[] Defects,
    string[] Names,
    string Subject,
    string[][] From,
    string[][] To,
    string[][] ReplyTo,
    string MessageId,
    string Language,
    string AutoSubmitted,
    DateTimeOffset Date,
    string? Text,
    string? Html,
    ReadAttachment[] Attachments
);

internal sealed record ReadAttachment(string Name, string Type, byte[] Content);

/// <summary>A fact that needs python3; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPythonAttribute : FactAttribute
{
    public NeedsPythonAttribute() => Skip = Missing;

    public static string? Missing =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "python3")))
            ? null
            : "python3 is not installed (Debian: python3)";
}
