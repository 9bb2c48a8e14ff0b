using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Peppol.As4;

internal static class As4Registration
{
    /// <summary>Sends documents, and takes what is answered later; <paramref name="onLateStatus"/> says what that
    /// causes.</summary>
    /// <exception cref="SettingRefusedException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddAs4(
        this IServiceCollection services,
        IConfiguration settings,
        OnLateStatus onLateStatus,
        bool answers
    )
    {
        var said = As4Settings.Of(settings);
        if (said.Receive is not null && PeppolSettings.Of(settings).Certificate is null)
            throw new SettingRefusedException("Peppol__Receive needs Peppol__Certificate.");
        services
            .AddSingleton(said)
            .AddSingleton(onLateStatus)
            .AddSingleton(As4Limits.Default)
            .AddSingleton<As4Store>()
            .AddSingleton<As4Evidence>()
            .AddSingleton<As4Post>()
            .AddSingleton<Func<AccessPoint>>(provider =>
                () =>
                    AccessPoint.Of(
                        provider.GetRequiredService<OwnCertificate>(),
                        said,
                        provider.GetRequiredService<PeppolTrust>()
                    )
            )
            .AddSingleton(provider =>
                ActivatorUtilities.CreateInstance<As4Sender>(
                    provider,
                    (Action<PeppolEndpoint>)provider.GetRequiredService<PeppolDirectory>().Forget
                )
            )
            .AddSingleton<SendByPeppol>(provider => provider.GetRequiredService<As4Sender>().Send)
            .AddSingleton<StatusStore>()
            .AddSingleton<ReceiveStatus>()
            .AddMoments(
                new Stamped(
                    "peppol_statuses",
                    ("status_id", "message_key", "received_at", Stamped.None, Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
            );
        return answers && said.Receive is not null
            ? services
                .AddSingleton<StatusServer>()
                .AddHostedService(provider => provider.GetRequiredService<StatusServer>())
            : services;
    }
}
