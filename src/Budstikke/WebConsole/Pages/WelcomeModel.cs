using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace Budstikke.WebConsole.Pages;

/// <summary>Where an invitation leads, and the demonstration's link. Looking uses nothing up: only the button
/// does.</summary>
internal sealed class WelcomeModel(Doorkeeper door, SignIn signIn, Sessions sessions) : ConsolePage(door)
{
    public static readonly Term Ready = new("Ferdig", "Done");
    public static readonly Term SetUpTitle = new("Velkommen, {0}", "Welcome, {0}");
    public static readonly Term PasswordRule = new(
        "Minst {0} tegn. Lim det gjerne inn fra en passordbehandler.",
        "At least {0} characters. Do paste it from a password manager."
    );
    public static readonly Term AppText = new(
        "Les bildet med en autentiseringsapp, og skriv koden som den viser.",
        "Read the picture with an authenticator app, and give the code that it shows."
    );
    public static readonly Term QrAlt = new("QR-kode til autentiseringsappen", "QR code for the authenticator app");
    public static readonly Term ByHand = new("Eller skriv dette i appen:", "Or give the app this:");
    public static readonly Term CodesText = new(
        "Ta vare på disse kodene. Hver av dem slipper deg inn én gang uten telefonen. De vises ikke igjen.",
        "Keep these codes. Each lets you in once without your telephone. They are not shown again."
    );
    public static readonly Term DemonstrationTitle = new("Demonstrasjonen", "The demonstration");
    public static readonly Term DemonstrationText = new(
        "Knappen logger deg inn i konsollen til demonstrasjonen. Lenken gjelder én gang, i ti minutter.",
        "The button signs you in to the demonstration's console. The link is good for once, for ten minutes."
    );
    private static readonly Term s_length = new(
        "Passordet må ha 12 til 128 tegn.",
        "The password must have 12 to 128 characters."
    );
    private static readonly Term s_common = new(
        "Passordet er blant dem som gjettes først. Velg et annet.",
        "The password is among those that are guessed first. Choose another."
    );
    private static readonly Term s_code = new(
        "Koden stemmer ikke. Vent på den neste og prøv igjen.",
        "The code is not right. Wait for the next and try again."
    );

    public override string Title => Say(Words.SignIn);

    public string Name { get; private set; } = "";

    public string TotpSecret { get; private set; } = "";

    public bool IsDemonstration { get; private set; }

    public Term? Fault { get; private set; }

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>Of the link that an authenticator app reads.</summary>
    public string Picture
    {
        get
        {
            using var code = QRCodeGenerator.GenerateQrCode(Totp.LinkOf(TotpSecret, Name), QRCodeGenerator.ECCLevel.M);
            using var png = new PngByteQRCode(code);
            return $"data:image/png;base64,{Convert.ToBase64String(png.GetGraphic(5))}";
        }
    }

    public async Task<IActionResult> OnGet(string key) => await Show(key, Totp.NewSecret());

    public async Task<IActionResult> OnPost(string key)
    {
        if (await signIn.Look(key) is not { } whose)
            return Missing();
        if (whose.Link.Kind == OneTimeLinks.Demonstration)
            return await signIn.Demonstrate(key, Address) is { } demonstration ? await Enter(demonstration) : Missing();
        var said = new SetUp(Field("password"), Field("secret"), Field("code"));
        var result = await signIn.Accept(key, said, Address);
        if (result.SessionKey is { } session)
        {
            await EndEarlier();
            Door.Enter(HttpContext, session);
            HttpContext.Features.Set(new Visit(await sessions.Find(session), RandomKey.HashOf(session)));
            RecoveryCodes = result.RecoveryCodes;
            return Page();
        }
        Fault = result.Fault switch
        {
            SetUpFault.PasswordLength => s_length,
            SetUpFault.PasswordTooCommon => s_common,
            SetUpFault.Code => s_code,
            _ => null,
        };
        return await Show(key, said.TotpSecret);
    }

    /// <summary>Whoever had this browser before is not signed in any more.</summary>
    private async Task EndEarlier()
    {
        if (Visit.Session is { } earlier)
            await sessions.End(earlier, earlier.SessionHash);
    }

    private async Task<IActionResult> Enter(string session)
    {
        await EndEarlier();
        Door.Enter(HttpContext, session);
        return new RedirectResult("/");
    }

    private async Task<IActionResult> Show(string key, string secret)
    {
        if (await signIn.Look(key) is not { } whose)
            return Missing();
        IsDemonstration = whose.Link.Kind == OneTimeLinks.Demonstration;
        (Name, TotpSecret) = (whose.User.Name, secret);
        return Page();
    }
}
