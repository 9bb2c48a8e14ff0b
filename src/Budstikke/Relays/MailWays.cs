using System.Globalization;
using Budstikke.Mail;
using Budstikke.Storage;

namespace Budstikke.Relays;

/// <summary>How we talk to any relay: limits, signature and tokens, by the settings.</summary>
internal sealed record MailWays(SmtpSubmission Submission, DkimKey? Dkim, AccessTokens? Tokens) : IAsyncDisposable
{
    private const int MaxConnections = 100;

    /// <exception cref="SettingRefusedException">A setting is wrong; the message names it.</exception>
    public static MailWays Of(IConfiguration settings, TimeProvider time)
    {
        var limits = LimitsOf(settings);
        var (dkim, whyNoKey) = DkimKey.Read(settings);
        var (tokens, whyNoTokens) = AccessTokens.Read(settings, time);
        if ((whyNoKey ?? whyNoTokens) is { } reason)
            throw new SettingRefusedException(reason);
        return new(
            new(time, limits)
            {
                SignerFor = dkim is null ? null : dkim.SignerFor,
                Token = tokens is null ? null : tokens.Get,
                ForgetToken = tokens is null ? null : tokens.Forget,
            },
            dkim,
            tokens
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Submission.DisposeAsync();
        Tokens?.Dispose();
    }

    private static SmtpLimits LimitsOf(IConfiguration settings)
    {
        var limits = SmtpLimits.Default;
        if (settings["Email:Connections"] is { Length: > 0 } text)
            limits = limits with
            {
                Connections =
                    int.TryParse(text, CultureInfo.InvariantCulture, out var count)
                    && count is > 0 and <= MaxConnections
                        ? count
                        : throw new SettingRefusedException(
                            $"Email__Connections must be 1 to {MaxConnections}: {text}"
                        ),
            };
        return settings["Email:SuccessReports"] switch
        {
            null or "" or "false" => limits,
            "true" => limits with { AsksForSuccessReports = true },
            var other => throw new SettingRefusedException($"Email__SuccessReports must be true or false: {other}"),
        };
    }
}
