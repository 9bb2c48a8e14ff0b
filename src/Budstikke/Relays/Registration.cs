using Budstikke.Storage;

namespace Budstikke.Relays;

internal static class Registration
{
    /// <summary>The way to whichever servers a <see cref="RelayList"/> names; needs a
    /// <see cref="RelayAlarm"/>.</summary>
    /// <exception cref="SettingRefusedException">A setting is wrong; the message names it.</exception>
    public static IServiceCollection AddRelays(
        this IServiceCollection services,
        IConfiguration settings,
        TimeProvider time
    )
    {
        // Whatever is wrong is said at the start, and not with the first mail.
        var ways = MailWays.Of(settings, time);
        return services
            .AddSingleton(_ => ways)
            .AddSingleton(_ => ways.Submission)
            .AddSingleton<RelayStore>()
            .AddSingleton<MailRelays>()
            .AddSingleton<SendMail>(provider => provider.GetRequiredService<MailRelays>().Send);
    }
}
