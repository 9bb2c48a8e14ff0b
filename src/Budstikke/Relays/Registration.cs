using Budstikke.Mail;
using Budstikke.Storage;

namespace Budstikke.Relays;

internal static class Registration
{
    /// <summary>The way to whichever servers a <see cref="RelayList"/> names; needs a <see cref="RelayAlarm"/>.</summary>
    /// <exception cref="SettingRefusedException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddRelays(this IServiceCollection services, IConfiguration settings)
    {
        // Whatever is wrong is said at the start, and not with the first mail.
        _ = MailWays.Of(settings, TimeProvider.System);
        return services
            .AddSingleton(provider => MailWays.Of(settings, provider.GetRequiredService<TimeProvider>()).Submission)
            .AddSingleton<RelayStore>()
            .AddSingleton<MailRelays>()
            .AddSingleton<SendMail>(provider => provider.GetRequiredService<MailRelays>().Send);
    }
}
