"""What there is to start from: by kind, and within a kind by the words that an alert of it has,
without accents and written as `bot.text.keywords` reads them. English, then Spanish.
"""

from typing import Final

from storage.alerts import AlertKind

KINDS: Final[dict[AlertKind, tuple[str, str]]] = {
    AlertKind.NETWORK_OUTAGE: (
        "Service near you is down or weak right now. Our engineers are on it, and I can send you "
        "a text when it is back.",
        "El servicio en su zona está caído o débil en este momento. Nuestros técnicos están en "
        "ello, y puedo enviarle un mensaje cuando vuelva.",
    ),
    AlertKind.POWER_OUTAGE: (
        "The power is out near you, and some of our sites with it. Service comes back with the "
        "power. I can send you a text then.",
        "No hay luz en su zona y eso afecta a nuestras antenas. El servicio vuelve con la luz. "
        "Puedo enviarle un mensaje entonces.",
    ),
    AlertKind.WEATHER: (
        "Severe weather near you may affect your service. Please stay safe first; our teams repair "
        "what they can reach.",
        "El mal tiempo en su zona puede afectar su servicio. Primero su seguridad; nuestros "
        "equipos reparan lo que pueden.",
    ),
    AlertKind.WILDFIRE: (
        "A fire near you affects our sites. Please follow what the authorities say first; our "
        "engineers work as soon as they are let in.",
        "Un incendio cerca de usted afecta nuestras antenas. Siga primero lo que digan las "
        "autoridades; trabajamos en cuanto nos dejen entrar.",
    ),
    AlertKind.STORE: (
        "That store cannot help you at the moment. Let me see what I can do for you right here.",
        "Esa tienda no puede atenderle en este momento. Déjeme ver qué puedo hacer yo por usted.",
    ),
    AlertKind.BILLING: (
        "We know that something is wrong with billing right now and are working on it. You need "
        "not do anything.",
        "Sabemos que algo no va bien con la facturación en este momento y estamos en ello. No "
        "tiene que hacer nada.",
    ),
    AlertKind.POLICY: (
        "This has changed for everybody. Let me tell you what it means for you.",
        "Esto cambió para todos. Le explico qué significa para usted.",
    ),
    AlertKind.FRAUD: (
        "That message was not from us. Please do not answer it, and give nobody your PIN or a "
        "code.",
        "Ese mensaje no era nuestro. No lo conteste, y no dé a nadie su PIN ni un código.",
    ),
}

WITHIN: Final[dict[AlertKind, dict[str, tuple[str, str, str]]]] = {
    AlertKind.NETWORK_OUTAGE: {
        "slow": (
            """slow*, sluggish, crawl*, congest*, speed*, buffering, lento*, lenta*, lentitud,
            velocidad, congestion*""",
            "Data near you is slower than it should be right now. Our engineers are on it, and I "
            "can send you a text when it is right again.",
            "Los datos en su zona van más lentos de lo normal en este momento. Nuestros técnicos "
            "están en ello, y puedo enviarle un mensaje cuando se arregle.",
        ),
        "calls": (
            """dropped calls, calls drop, dropping calls, drop calls, one way audio, no audio, voice
            calls, calls fail*, cannot call, incoming calls, outgoing calls, llamadas cortadas, se
            cortan, se caen las llamadas, llamadas caidas, no se oye, llamadas entrantes, llamadas
            salientes""",
            "Calls near you do not go through as they should right now. Our engineers are on it, "
            "and I can send you a text when they do.",
            "Las llamadas en su zona no funcionan bien en este momento. Nuestros técnicos están en "
            "ello, y puedo enviarle un mensaje cuando se arregle.",
        ),
        "texts": (
            """sms, mms, text messages, texts, texting, verification codes, short codes, codes,
            mensajes de texto, mensajes, codigos""",
            "Text messages are late or do not arrive right now. Our engineers are on it, and I can "
            "let you know when they do.",
            "Los mensajes de texto llegan tarde o no llegan en este momento. Nuestros técnicos "
            "están en ello, y puedo avisarle cuando se arregle.",
        ),
        "home": (
            """home internet, gateway*, router*, modem*, wifi, internet de casa, internet en casa,
            internet del hogar""",
            "Home internet near you is down or weak right now. Our engineers are on it, and I can "
            "send you a text when it is back.",
            "El internet de casa en su zona está caído o débil en este momento. Nuestros técnicos "
            "están en ello, y puedo enviarle un mensaje cuando vuelva.",
        ),
    },
    AlertKind.STORE: {
        "system": (
            """system*, register*, computer*, pos, terminal*, slow*, down, sistema*, caja, cajas,
            computador*, lento*, lenta*, caido, caida, caidos""",
            "Our stores can do less than usual right now, as their system does not work as it "
            "should. Let me see what I can do for you right here.",
            "Nuestras tiendas pueden hacer menos de lo normal en este momento, porque su sistema "
            "no funciona bien. Déjeme ver qué puedo hacer yo por usted.",
        ),
        "closed": (
            """close*, closing, closure, closes early, holiday hours, cerrad*, cierra*, cierre""",
            "That store is closed at the moment. Let me see what I can do for you right here, or "
            "find you another one.",
            "Esa tienda está cerrada en este momento. Déjeme ver qué puedo hacer yo por usted, o "
            "le busco otra.",
        ),
        "stock": (
            """stock, out of stock, sold out, pick up, pickup, inventory, supply, shipment*, orders,
            agotad*, recoger, recogida, existencias, inventario, pedidos, envio*""",
            "Not every store has it at the moment. Let me look up yours before you go there.",
            "No todas las tiendas lo tienen en este momento. Déjeme revisar la suya antes de que "
            "vaya.",
        ),
    },
    AlertKind.BILLING: {
        "amounts": (
            """wrong*, twice, double*, duplicate*, overcharge*,
            overbilled, charged again, mistake*, error*, incorrect, too much, dos veces, doble*,
            duplicad*, cobro de mas, cobraron de mas, mal cobrad*, equivocad*, de mas,
            incorrect*""",
            "We know about this mistake on some bills and are correcting it. You need not do "
            "anything.",
            "Conocemos este error en algunas facturas y lo estamos corrigiendo. No tiene que hacer "
            "nada.",
        ),
        "late": (
            """late bill*, bills late, bills are late, run late, runs late, running late, delay*,
            not sent, not out, not arrive*, missing bill*, no bill*, not posted, postponed, tarde,
            atras*, retras*, demora*, no llego, no llegan, no llegaron, no han llegado""",
            "The bills are late this time. You need not do anything before you have yours.",
            "Las facturas llegan tarde esta vez. No tiene que hacer nada antes de tener la suya.",
        ),
        "system": (
            """slow*, down, system*, outage, website, web site, app, portal, not loading, not load*,
            unavailable, timeout*, times out, maintenance, lento*, lenta*, caido, caida, sistema*,
            pagina, aplicacion, no carga, no funciona, mantenimiento""",
            "Our billing system is slow or down right now. I note what you need, and can get back "
            "to you when it works again.",
            "Nuestro sistema de facturación va lento o está caído en este momento. Anoto lo que "
            "necesita, y puedo avisarle cuando vuelva a funcionar.",
        ),
        "payments": (
            """payments fail*, payment fail*, payments declin*, payment declin*, payments reject*,
            declin*, autopay, auto pay, cannot pay, cant pay, payments not, payments, rechaz*,
            pagos, autopago, pago automatico, no pueden pagar, no puede pagar""",
            "Payments do not go through as they should right now. I note that you tried, and can "
            "get back to you when they do.",
            "Los pagos no pasan bien en este momento. Anoto que lo intentó, y puedo avisarle "
            "cuando vuelva a funcionar.",
        ),
    },
    AlertKind.POLICY: {
        "prices": (
            """price*, rate increase*, goes up, go up, fee, fees, costs more, increase*, precio*,
            tarifa*, aumento*, sube*, cargo nuevo""",
            "A price has changed for everybody. Let me look at what that means for your plan.",
            "Un precio cambió para todos. Déjeme ver qué significa para su plan.",
        ),
    },
    AlertKind.FRAUD: {
        "calls": (
            """call, calls, caller*, phone calls, robocall*, vishing, spoof*, llamada*, llaman,
            telefonica*""",
            "That call was not from us. Please hang up if they call again, and give nobody your "
            "PIN or a code.",
            "Esa llamada no era nuestra. Cuelgue si vuelven a llamar, y no dé a nadie su PIN ni un "
            "código.",
        ),
        "numbers": (
            """sim swap*, swap*, port out*, ported out, takeover*, taken over, hijack*, stolen
            number*, cambio de chip, cambian el chip, duplicado de sim, portabilidad, robo de
            numero*""",
            "Somebody is trying to take over numbers like yours. Let me look at your line, and "
            "give nobody your PIN or a code.",
            "Alguien intenta apropiarse de números como el suyo. Déjeme revisar su línea, y no dé "
            "a nadie su PIN ni un código.",
        ),
    },
}
