using Budstikke.CustomerService;
using Budstikke.Jobs;

namespace Budstikke;

/// <summary>Relays know no case; that no mail goes out is one, of whoever runs the service.</summary>
internal static class RelayCases
{
    private const string Subject = "mail-relays";

    public static IReadOnlyList<NewJob> Of(string? reason, DateTimeOffset since) =>
        [
            reason is null
                ? CloseCase.JobFor(
                    NewCase.Operator,
                    new(NewCase.MailStopped, [Subject], Subject, "Mail goes out again.", "system")
                )
                : OpenCase.JobFor(
                    new NewCase
                    {
                        ClientId = NewCase.Operator,
                        Timelines = [Subject],
                        Subject = Subject,
                        Kind = NewCase.MailStopped,
                        Reasons =
                        [
                            $"No mail relay takes our mail since {Moments.Text(since)}: {reason}.",
                            "Nothing is lost and no invoice goes by another channel for it. `mail check` says what is "
                                + "wrong; one waiting mail tries after 1, 5, 15 and then every 30 minutes, and this "
                                + "case closes by itself.",
                        ],
                    }
                ),
        ];
}
