using Budstikke.Jobs.Checks;
using Budstikke.Storage;

namespace Budstikke.Users;

internal static class Registration
{
    /// <summary>Who may open the console, and whether it is he.</summary>
    public static IServiceCollection AddUsers(this IServiceCollection services, IConfiguration settings) =>
        services
            .AddSingleton(
                new SessionLife(
                    TimeSpan.FromMinutes(Settings.Number(settings, "Console:IdleMinutes", 30, 1, 24 * 60)),
                    TimeSpan.FromHours(Settings.Number(settings, "Console:SessionHours", 12, 1, 24 * 7))
                )
            )
            .AddSingleton<Passwords>()
            .AddSingleton<Sessions>()
            .AddSingleton<SignIn>()
            .AddSingleton<FailedTries>()
            .AddCheck<Secrets>(UserChecks.Run);
}
