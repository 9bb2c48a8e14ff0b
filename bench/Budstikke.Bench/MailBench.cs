using System.Diagnostics;
using System.Globalization;
using Budstikke.Mail;

namespace Budstikke.Bench;

/// <summary>
/// Mails of one invoice's size to a sink that takes all, over some connections at once: written and sent, and written
/// alone. The sink shares the cores, so that each figure has its work in it.
/// </summary>
internal static class MailBench
{
    /// <summary>A mail of 65 kB.</summary>
    private const int PdfBytes = 47_000;

    private static readonly EmailAddress s_sender = Address("faktura@budstikke.test");
    private static readonly int[] s_connections = [1, 8, 32];

    public static async Task<IReadOnlyList<Figure>> Run(Pace pace, CancellationToken cancel)
    {
        await using var sink = SmtpSink.Start();
        await using var submission = new SmtpSubmission(TimeProvider.System, new() { Connections = 32 });
        var server = MailServer.Parse(sink.Setting).Server!;
        var pdf = new byte[PdfBytes];
        new Random(1).NextBytes(pdf);
        var number = 0;
        List<Measurement> measurements =
        [
            new(
                "written alone:",
                _ => Measure(pace, 1, () => Task.FromResult(WrittenMail.BytesOf(Mail(pdf, ref number))))
            ),
        ];
        foreach (var connections in s_connections)
            measurements.Add(
                new(
                    string.Create(CultureInfo.InvariantCulture, $"sent over {connections}:"),
                    _ => Measure(pace, connections, () => Send(submission, server, Mail(pdf, ref number), cancel))
                )
            );
        return await Figures.Take(measurements, pace, cancel);
    }

    private static async Task Send(
        SmtpSubmission submission,
        MailServer server,
        MailMessage mail,
        CancellationToken cancel
    )
    {
        var answer = await submission.Send(server, s_sender, mail, cancel);
        if (!answer.IsAccepted)
            throw new InvalidOperationException($"It was not accepted: {answer}");
    }

    private static async Task<IReadOnlyList<Reading>> Measure(Pace pace, int atOnce, Func<Task> once)
    {
        var (count, spent, clock) = (0L, Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
        await Task.WhenAll(
            Enumerable
                .Range(0, atOnce)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        while (clock.Elapsed < pace.Time)
                        {
                            await once();
                            Interlocked.Increment(ref count);
                        }
                    })
                )
        );
        var took = clock.Elapsed.TotalSeconds;
        var cpu = (Process.GetCurrentProcess().TotalProcessorTime - spent).TotalMilliseconds;
        return [new("", "mails/s", count / took), new("processor", "ms/mail", cpu / count)];
    }

    private static MailMessage Mail(byte[] pdf, ref int number)
    {
        var key = Interlocked.Increment(ref number).ToString(CultureInfo.InvariantCulture);
        return new()
        {
            From = new(Address("faktura@budstikke.test"), "Blåbær & Co. AS"),
            To = new(Address("kari@budstikke.test"), "Kari Nordmann"),
            ReplyTo = new(Address("post@blabaer.example"), "Blåbær & Co. AS"),
            Subject = $"Faktura {key} fra Blåbær & Co. AS",
            Text = "Hei Kari,\n\nHer er fakturaen på 1 250,00 kr.\n\nVennlig hilsen\nBlåbær & Co. AS\n",
            Html = "<p>Hei Kari,</p><p>Her er <b>fakturaen</b> på 1 250,00 kr.</p><p>Vennlig hilsen Blåbær</p>",
            Attachments = [new($"Faktura-{key}.pdf", "application/pdf", pdf)],
            MessageId = $"bench-{key}@budstikke.test",
            Date = new(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(1)),
            Language = "nb",
        };
    }

    private static EmailAddress Address(string text) => EmailAddress.Parse(text).Address!;
}
